-- Do the plans cover what is reached? One row a cut (company, team, product, region), unit and plan metric: of what was reached in
-- the last 365 days, the part of those who have a plan there. A plan of the company itself covers all of it.
with actuals as (
    select * from actuals where on_day <= $as_of and on_day > date_add(cast($as_of as date), interval (-365) day)
),

plans as (select * from plans where period > date_add(cast($as_of as date), interval (-365) day)),

reached as (
    select 'company' as cut, '' as unit_id, metric, manager_id, value from actuals
    union all
    select 'team', team, metric, manager_id, value from actuals where team is not null
    union all
    select 'product', product_id, metric, manager_id, value from actuals where product_id is not null
    union all
    select 'region', region, metric, manager_id, value from actuals where region is not null
),

summed as (
    select cut, unit_id, metric, manager_id, sum(value) as value
    from reached
    group by cut, unit_id, metric, manager_id
),

planned as (
    select 'company' as cut, '' as unit_id, metric, manager_id from plans
    union
    select 'team', team, metric, manager_id from plans where team is not null
    union
    select 'product', product_id, metric, manager_id from plans where product_id is not null
    union
    select 'region', region, metric, manager_id from plans where region is not null
),

judged as (
    select
        summed.*,
        exists (
            select 1
            from planned
            where
                planned.cut = summed.cut
                and planned.unit_id = summed.unit_id
                and planned.metric = summed.metric
                and (planned.manager_id is null or planned.manager_id = summed.manager_id)
        ) as is_covered,
    from summed
),

covered as (
    select
        cut,
        unit_id,
        metric,
        cast(sum(case when is_covered then value else 0 end) as double) / nullif(cast(sum(value) as double), 0)
            as covered_share,
    from judged
    group by cut, unit_id, metric
)

select * from covered
order by cut, unit_id, metric
