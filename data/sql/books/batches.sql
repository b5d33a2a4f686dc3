-- The imports, oldest first: one row each.
with batches as (select * from stored.batches)

select batch, imported_at, imported_by, mode
from batches
order by batch
