-- What one unit's result of a plan metric is made of: one row an event from $first to $last.
-- $cut is manager, team, product or region, $unit its id ('' for none).
with actuals as (select * from actuals where metric = $metric and on_day between $first and least($last, $as_of)),

clients as (select client_id, name from clients),

products as (select product_id, name from products),

managers as (select manager_id, name from managers),

events as (
    select
        actuals.on_day,
        actuals.event_id,
        clients.name as client,
        managers.name as manager,
        products.name as product,
        actuals.region,
        actuals.value,
        actuals.client_id,
        actuals.manager_id,
    from actuals
    left join clients on clients.client_id = actuals.client_id
    left join products on products.product_id = actuals.product_id
    left join managers on managers.manager_id = actuals.manager_id
    where
        coalesce(
            case $cut
                when 'manager' then actuals.manager_id
                when 'team' then actuals.team
                when 'product' then actuals.product_id
                when 'region' then actuals.region
            end,
            ''
        ) = $unit
)

select * from events
order by value desc, on_day, event_id
