-- Open deals: one row a cut (manager, team, product, region) and unit ('' for none).
with deals as (select * from deals where is_open),

cuts as (
    select 'manager' as cut, manager_id as unit_id, amount, cost from deals
    union all
    select 'team', team, amount, cost from deals
    union all
    select 'product', product_id, amount, cost from deals
    union all
    select 'region', region, amount, cost from deals
),

open_deals as (
    select
        cut,
        coalesce(unit_id, '') as unit_id,
        count(*) as count_deals,
        coalesce(sum(amount), 0) as amount,
        coalesce(sum(amount - cost), 0) as margin,
    from cuts
    group by cut, coalesce(unit_id, '')
)

select * from open_deals
order by cut, unit_id
