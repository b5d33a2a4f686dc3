-- What else do the client files say? One row an attribute of a client.
with client_attributes as (select * from client_attributes),

named as (
    select client_id, name, kind, value from client_attributes
)

select * from named
