-- Targets: one row a cut (company, manager, team, product, region), unit, month and plan metric.
-- Who has a row without product and region is measured by that one, else by the sum of the others.
with plans as (select * from plans),

people as (
    select
        manager_id,
        team,
        period,
        metric,
        coalesce(sum(target) filter (where product_id is null and region is null), sum(target)) as target,
    from plans
    group by manager_id, team, period, metric
),

products as (
    select
        manager_id,
        product_id,
        period,
        metric,
        coalesce(sum(target) filter (where region is null), sum(target)) as target,
    from plans
    where product_id is not null
    group by manager_id, product_id, period, metric
),

regions as (
    select
        manager_id,
        region,
        period,
        metric,
        coalesce(sum(target) filter (where product_id is null), sum(target)) as target,
    from plans
    where region is not null
    group by manager_id, region, period, metric
),

cuts as (
    select 'company' as cut, '' as unit_id, manager_id, period, metric, target from people where manager_id is null
    union all
    select 'manager', manager_id, manager_id, period, metric, target from people where manager_id is not null
    union all
    select 'team', team, manager_id, period, metric, target from people where team is not null
    union all
    select 'product', product_id, manager_id, period, metric, target from products
    union all
    select 'region', region, manager_id, period, metric, target from regions
),

-- The company's own row for a product or region stands before the sum over its managers.
summed as (
    select
        cut,
        unit_id,
        period,
        metric,
        coalesce(sum(target) filter (where manager_id is null), sum(target)) as target,
    from cuts
    group by cut, unit_id, period, metric
)

select * from summed
order by cut, unit_id, period, metric
