-- Clients that were merged into another, each with the one that stays in the end. One row a merged client.
with recursive clients as (select client_id from stored.clients),

noted as (
    select distinct code as client_id, id as into_id
    from stored.aliases
    where entity = 'client' and system = 'merged' and code <> id and code in (select client_id from clients)
),

followed as (
    select client_id, into_id from noted
    union
    select followed.client_id, noted.into_id
    from followed
    inner join noted on noted.client_id = followed.into_id
),

ended as (
    select client_id, into_id
    from followed
    where into_id not in (select client_id from noted) and into_id in (select client_id from clients)
)

select * from ended
