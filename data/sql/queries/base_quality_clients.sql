-- What is kept of each client, when was it last touched, and what has it bought? One row a client, former ones too.
with clients as (select * from clients),

contacts as (
    select client_id, max(cast(contacts.at as date)) as contact_on
    from contacts
    where coalesce(done, true) and cast(contacts.at as date) <= $as_of
    group by client_id
),

deals as (
    select
        client_id,
        max(greatest(opened_on, coalesce(closed_on, opened_on))) as deal_on,
        sum(case
            when is_won and closed_on > date_add(cast($as_of as date), interval (-365) day) then amount
        end) as revenue,
    from deals
    where opened_on <= $as_of
    group by client_id
),

invoices as (select client_id, max(issued_on) as invoice_on from invoices where issued_on <= $as_of group by client_id),

touched as (
    select
        clients.client_id,
        clients.name,
        clients.kind,
        clients.status,
        clients.industry,
        clients.region,
        clients.city,
        clients.employees,
        clients.annual_revenue,
        clients.need,
        clients.channel,
        clients.owner_id as manager_id,
        coalesce(clients.owner_name, clients.owner_id) as manager,
        clients.registered_on,
        clients.ended_on,
        clients.email,
        clients.phone,
        clients.registry_code,
        clients.vat_number,
        clients.marketing,
        clients.contact_every_days,
        clients.payment_days,
        clients.url,
        clients.first_won_on,
        case when clients.updated_on <= $as_of then clients.updated_on end as updated_on,
        contacts.contact_on,
        deals.deal_on,
        invoices.invoice_on,
        coalesce(deals.revenue, 0) as revenue,
        clients.ended_on is null and coalesce(clients.status, 'active') <> 'former' as is_current,
    from clients
    left join contacts on contacts.client_id = clients.client_id
    left join deals on deals.client_id = clients.client_id
    left join invoices on invoices.client_id = clients.client_id
)

select * from touched
