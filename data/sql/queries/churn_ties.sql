-- When did a client's manager change, and when was there no contact for 90 days? One row a change (counting for 90 days
-- after since_on) or a gap (from from_on until until_on, open without it).
-- Managers come from the assignments, for clients without any from deals and contacts.
with clients as (select * from clients),

assignments as (select * from assignments),

deals as (select * from deals where client_id is not null and manager_id is not null),

contacts as (select * from contacts where coalesce(done, true) and cast(contacts.at as date) <= cast($as_of as date)),

held as (
    select client_id, from_on as on_day, manager_id
    from assignments
    union all
    select client_id, coalesce(closed_on, opened_on) as on_day, manager_id
    from deals
    where client_id not in (select client_id from assignments)
    union all
    select client_id, cast(contacts.at as date) as on_day, manager_id
    from contacts
    where manager_id is not null and client_id not in (select client_id from assignments)
),

daily as (
    select client_id, on_day, min(manager_id) as manager_id
    from held
    group by client_id, on_day
),

compared as (
    select
        client_id,
        on_day,
        manager_id,
        lag(manager_id) over (partition by client_id order by on_day) as manager_before,
    from daily
),

contact_days as (
    select client_id, cast(contacts.at as date) as on_day
    from contacts
    group by client_id, cast(contacts.at as date)
),

kept as (
    select
        client_id,
        on_day,
        lead(on_day) over (partition by client_id order by on_day) as next_on,
    from contact_days
),

untouched as (
    select clients.client_id, min(contact_days.on_day) as first_on
    from clients
    left join contact_days on contact_days.client_id = clients.client_id
    group by clients.client_id
),

ties as (
    select client_id, 'manager_change' as factor, on_day as from_on, on_day as since_on, cast(null as date) as until_on
    from compared
    where manager_before is not null and manager_before <> manager_id
    union all
    select client_id, 'contact_gap' as factor, on_day + 90 as from_on, null as since_on, next_on as until_on
    from kept
    where next_on is null or next_on > on_day + 90
    union all
    select client_id, 'contact_gap' as factor, null as from_on, null as since_on, first_on as until_on
    from untouched
    where exists (select 1 from contact_days)
)

select * from ties
