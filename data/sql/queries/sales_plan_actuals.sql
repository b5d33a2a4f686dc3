-- What was reached: one row a manager (null: nobody), month and plan metric.
with actuals as (select * from actuals where on_day <= $as_of),

monthly as (
    select
        manager_id,
        cast(date_trunc('month', on_day) as date) as period,
        metric,
        sum(value) as actual,
    from actuals
    group by manager_id, cast(date_trunc('month', on_day) as date), metric
)

select * from monthly
order by manager_id, period, metric
