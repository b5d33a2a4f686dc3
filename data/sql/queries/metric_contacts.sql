-- The contacts done in the period: one row a contact, value is 1.
with actuals as (select * from actuals where metric = 'contacts'),

clients as (select client_id, name from clients),

contacts as (select contact_id, type from contacts),

done as (
    select
        actuals.event_id as contact_id,
        actuals.on_day,
        clients.name as client,
        contacts.type,
        actuals.manager_id,
        actuals.amount as value,
    from actuals
    left join clients on clients.client_id = actuals.client_id
    left join contacts on contacts.contact_id = actuals.event_id
    where actuals.on_day <= least($end, $as_of) and ($start is null or actuals.on_day >= $start)
)

select * from done
order by on_day, contact_id
