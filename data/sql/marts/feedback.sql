-- One answer of a client.
with feedback as (select * from kept_feedback),

owners as (select * from staged_owners),

owned as (
    select
        feedback.* exclude (attributes, batch),
        owners.owner_id,
        owners.team,
        owners.region,
    from feedback
    left join owners on owners.client_id = feedback.client_id
)

select * from owned
