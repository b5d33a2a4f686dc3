-- What kinds of product did each client buy by as_of? One row a client and category (the product's name without one).
with deals as (select * from deals where is_won and client_id is not null),

products as (select * from products),

bought as (
    select
        deals.client_id,
        coalesce(deals.product_category, products.name) as category,
        count(*) as count_deals,
        sum(deals.amount) as amount,
    from deals
    left join products on products.product_id = deals.product_id
    where deals.closed_on <= cast($as_of as date) and coalesce(deals.product_category, products.name) is not null
    group by deals.client_id, coalesce(deals.product_category, products.name)
)

select * from bought order by client_id, category
