-- The day up to which each table's events are known, as its last batch told: one row a table.
with known_through as (select * from stored.known_through)

select table_name, max_by(through_on, batch) as through_on
from known_through
group by table_name
