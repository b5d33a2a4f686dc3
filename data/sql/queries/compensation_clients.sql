-- What are the clients called that the viewer may see? One row a client.
with clients as (select client_id, name from clients)

select * from clients
