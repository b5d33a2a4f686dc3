-- The absences as rights need them, of merged clients as of those that stay: one row each; an empty client_id is all clients.
with absences as (select * from absences)

select manager_id, from_on, to_on, coalesce(client_id, '') as client_id, deputy_id
from absences
order by manager_id, from_on, client_id
