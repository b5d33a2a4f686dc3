-- What was each manager planned to bring in? One row a manager, month and metric: the target without product and
-- region, else the sum of the others.
with plans as (select * from plans where manager_id is not null),

targets as (
    select
        manager_id,
        period,
        metric,
        coalesce(
            max(case when product_id is null and region is null then target end),
            sum(target)
        ) as target,
    from plans
    group by manager_id, period, metric
)

select * from targets
