-- The clients that the viewer sees: one row a client. Stored scores are narrowed to these.
with clients as (select * from clients)

select client_id
from clients
order by client_id
