-- The regions of the clients that the viewer sees: one row a region.
with clients as (select * from clients)

select distinct region
from clients
where region is not null
order by region
