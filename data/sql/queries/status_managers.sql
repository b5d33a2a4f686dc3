-- The managers whom the viewer may choose from: one row a manager.
with managers as (select * from managers)

select manager_id, name, team
from managers
order by name, manager_id
