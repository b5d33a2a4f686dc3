-- One absence of a manager.
with absences as (select * from stored.absences)

select * exclude (attributes, batch) from absences
