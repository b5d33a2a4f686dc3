-- What each month comes to by plan metric, to compare a version with the one that an import would make.
-- Grain: one metric and month.
with actuals as (select * from actuals),

months as (
    select
        metric,
        date_trunc('month', on_day) as month,
        sum(value) as value,
    from actuals
    group by metric, date_trunc('month', on_day)
)

select * from months
order by metric, month
