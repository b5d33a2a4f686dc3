-- One target; manager_id is null for the whole company's, product_id and region where the target is for all.
with plans as (select * from stored.plans),

managers as (select * from stored.managers),

named as (
    select
        nullif(plans.manager_id, '') as manager_id,
        plans.period,
        plans.metric,
        nullif(plans.product_id, '') as product_id,
        nullif(plans.region, '') as region,
        plans.target,
        managers.team,
    from plans
    left join managers on managers.manager_id = plans.manager_id
)

select * from named
