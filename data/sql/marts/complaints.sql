-- One complaint.
with complaints as (select * from kept_complaints),

owners as (select * from staged_owners),

owned as (
    select
        complaints.* exclude (attributes, batch, manager_id),
        coalesce(complaints.manager_id, owners.owner_id) as manager_id,
        owners.owner_id,
        owners.team,
        owners.region,
    from complaints
    left join owners on owners.client_id = complaints.client_id
)

select * from owned
