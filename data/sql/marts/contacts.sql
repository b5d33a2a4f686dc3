-- One contact, done or planned. It counts for its manager, else for its client's.
with contacts as (select * from kept_contacts),

owners as (select * from staged_owners),

owned as (
    select
        contacts.* exclude (attributes, batch, manager_id),
        coalesce(contacts.manager_id, owners.owner_id) as manager_id,
        owners.owner_id,
        owners.team,
        owners.region,
    from contacts
    left join owners on owners.client_id = contacts.client_id
)

select * from owned
