-- Attributes of the clients that are seen.
with client_attributes as (select * from {main}.client_attributes),

clients as (select client_id, owner_id, team, region from {main}.clients),

owned as (
    select
        client_attributes.*,
        clients.owner_id,
        clients.team,
        clients.region,
    from client_attributes
    inner join clients on clients.client_id = client_attributes.client_id
)

select * from owned
