-- Under which other numbers is each client known? One row a number: another system's, or that of an entry merged away.
with client_codes as (select * from client_codes),

clients as (select client_id, name from clients),

known as (
    select
        client_codes.client_id,
        clients.name,
        client_codes.code,
        client_codes.system,
        client_codes.is_merge,
        client_codes.merged_name,
        client_codes.noted_at,
        client_codes.noted_by,
    from client_codes
    inner join clients on clients.client_id = client_codes.client_id
)

select * from known
