-- The managers as rights need them: one row each.
with managers as (select * from stored.managers)

select manager_id, email, reports_to
from managers
order by manager_id
