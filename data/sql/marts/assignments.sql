-- One client's manager from one day on.
with assignments as (select * from kept_assignments),

owners as (select * from staged_owners),

owned as (
    select
        assignments.* exclude (attributes, batch),
        owners.owner_id,
    from assignments
    left join owners on owners.client_id = assignments.client_id
)

select * from owned
