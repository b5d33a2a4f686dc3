-- The clients who left in the period: one row a client, value is 1.
with clients as (select * from clients),

lost as (
    select client_id, name, owner_name as manager, ended_on, ended_reason, 1 as value
    from clients
    where ended_on between cast($start as date) and least(cast($end as date), cast($as_of as date))
        and (first_won_on is not null or coalesce(status, 'active') <> 'prospect')
)

select * from lost order by client_id
