-- The clients kept now that nothing has touched for longer than they are to be contacted, or for over 180 days: one row
-- a client, value is 1. What touches a client: an update of its row, a contact done, a deal, an invoice, its first day.
with clients as (select * from clients where ended_on is null and coalesce(status, 'active') <> 'former'),

contacts as (
    select client_id, cast(contacts.at as date) as on_day
    from contacts
    where coalesce(done, true) and cast(contacts.at as date) <= $as_of
),

deals as (select client_id, greatest(opened_on, coalesce(closed_on, opened_on)) as on_day from deals where opened_on <= $as_of),

invoices as (select client_id, issued_on as on_day from invoices where issued_on <= $as_of),

touches as (
    select client_id, on_day from contacts
    union all
    select client_id, on_day from deals
    union all
    select client_id, on_day from invoices
    union all
    select client_id, updated_on as on_day from clients where updated_on <= $as_of
    union all
    select client_id, registered_on as on_day from clients where registered_on <= $as_of
),

latest as (select client_id, max(on_day) as last_on from touches group by client_id),

stale as (
    select
        clients.client_id,
        clients.name,
        clients.owner_name as manager,
        latest.last_on,
        date_diff('day', latest.last_on, cast($as_of as date)) as days,
        coalesce(clients.contact_every_days, 180) as norm_days,
        1 as value,
    from clients
    left join latest on latest.client_id = clients.client_id
    where latest.last_on is null
        or date_diff('day', latest.last_on, cast($as_of as date)) > coalesce(clients.contact_every_days, 180)
)

select * from stale order by client_id
