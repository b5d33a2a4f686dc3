-- What was reached on each day: one row a cut (manager, team, product, region), unit ('' for none), plan metric and day.
with actuals as (select * from actuals where on_day <= $as_of),

cuts as (
    select 'manager' as cut, manager_id as unit_id, metric, on_day, value from actuals
    union all
    select 'team', team, metric, on_day, value from actuals
    union all
    select 'product', product_id, metric, on_day, value from actuals
    union all
    select 'region', region, metric, on_day, value from actuals
),

daily as (
    select
        cut,
        coalesce(unit_id, '') as unit_id,
        metric,
        on_day,
        cast(sum(value) as double) as value,
    from cuts
    group by cut, coalesce(unit_id, ''), metric, on_day
)

select * from daily
order by cut, unit_id, metric, on_day
