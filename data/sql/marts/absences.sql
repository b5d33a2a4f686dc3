-- One absence of a manager.
with absences as (select * from kept_absences)

select * exclude (attributes, batch) from absences
