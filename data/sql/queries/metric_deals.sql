-- The deals won in the period: one row a deal, value is 1.
with actuals as (select * from actuals where metric = 'deals'),

clients as (select client_id, name from clients),

won as (
    select
        actuals.event_id as deal_id,
        actuals.on_day as closed_on,
        clients.name as client,
        actuals.manager_id,
        actuals.amount as value,
    from actuals
    left join clients on clients.client_id = actuals.client_id
    where actuals.on_day <= least($end, $as_of) and ($start is null or actuals.on_day >= $start)
)

select * from won
order by closed_on, deal_id
