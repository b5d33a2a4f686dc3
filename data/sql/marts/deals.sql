-- One deal, open ones included. It counts for its own manager, else its client's.
with sales as (select * from staged_sales),

owners as (select * from staged_owners),

managers as (select * from stored.managers),

products as (select * from stored.products),

counted as (
    select
        sales.* exclude (manager_id),
        coalesce(sales.manager_id, owners.owner_id) as manager_id,
        coalesce(owners.owner_id, sales.manager_id) as owner_id,
        owners.region,
    from sales
    left join owners on owners.client_id = sales.client_id
),

named as (
    select
        counted.*,
        managers.team,
        products.category as product_category,
    from counted
    left join managers on managers.manager_id = counted.manager_id
    left join products on products.product_id = counted.product_id
)

select * from named
