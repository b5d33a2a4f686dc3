-- One training of a manager.
with trainings as (select * from stored.trainings)

select * exclude (attributes, batch) from trainings
