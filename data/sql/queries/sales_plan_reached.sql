-- What was reached, exactly: one row a cut (manager, team, product, region), unit ('' for none), month and plan metric.
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

monthly as (
    select
        cut,
        coalesce(unit_id, '') as unit_id,
        cast(date_trunc('month', on_day) as date) as period,
        metric,
        sum(value) as actual,
    from cuts
    group by cut, coalesce(unit_id, ''), cast(date_trunc('month', on_day) as date), metric
)

select * from monthly
order by cut, unit_id, period, metric
