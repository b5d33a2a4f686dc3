-- One product.
with products as (select * from stored.products)

select * exclude (attributes, batch) from products
