-- The pay that the viewer may see: one row a manager and month.
with payroll as (select * from payroll)

select manager_id, period
from payroll
order by manager_id, period
