-- The first day on which anything counts: one row.
with actuals as (select * from actuals)

select min(on_day) as first_day
from actuals
