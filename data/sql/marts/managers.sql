-- One manager.
with managers as (select * from stored.managers)

select * exclude (attributes, batch) from managers
