-- Revenue against its plan: one row a month, value is the revenue and base the target (the company's own, else the managers' sum).
with actuals as (select * from actuals where metric = 'revenue' and on_day <= $as_of),

plans as (select * from plans where metric = 'revenue'),

reached as (
    select cast(date_trunc('month', on_day) as date) as period, sum(value) as value
    from actuals
    group by cast(date_trunc('month', on_day) as date)
),

people as (
    select
        manager_id,
        period,
        coalesce(sum(target) filter (where product_id is null and region is null), sum(target)) as target,
    from plans
    group by manager_id, period
),

planned as (
    select period, coalesce(sum(target) filter (where manager_id is null), sum(target)) as base
    from people
    group by period
),

months as (
    select
        planned.period,
        coalesce(reached.value, 0) as value,
        planned.base,
    from planned
    left join reached on reached.period = planned.period
    where
        planned.period <= least($end, $as_of)
        and ($start is null or planned.period >= date_trunc('month', $start))
)

select * from months
order by period
