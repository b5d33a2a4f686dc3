-- The clients kept now: one row a client that hasn't ended, value is 1.
with clients as (select * from clients),

kept as (
    select client_id, name, owner_name as manager, registered_on, 1 as value
    from clients
    where ended_on is null and coalesce(status, 'active') <> 'former'
)

select * from kept order by client_id
