-- Names: one row a manager or product, with the manager's team. Teams and regions are their own names.
with managers as (select * from managers),

products as (select * from products),

units as (
    select 'manager' as cut, manager_id as unit_id, name, team from managers
    union all
    select 'product', product_id, name, cast(null as varchar) from products
)

select * from units
order by cut, unit_id
