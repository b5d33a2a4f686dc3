-- How many won deals could have been complained about? One row for each product, unit and manager, by name.
with deals as (select * from deals),

won as (
    select product_id, delivery_unit, manager_id
    from deals
    where is_won and closed_on between $start and $end
),

counted as (
    select 'product' as kind, product_id as group_id, count(*) as deals
    from won
    where product_id is not null
    group by product_id
    union all
    select 'unit' as kind, delivery_unit as group_id, count(*) as deals
    from won
    where delivery_unit is not null
    group by delivery_unit
    union all
    select 'manager' as kind, manager_id as group_id, count(*) as deals
    from won
    where manager_id is not null
    group by manager_id
)

select * from counted
