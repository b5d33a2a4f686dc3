-- The products: one row each.
with products as (select * from products)

select product_id, name
from products
order by name, product_id
