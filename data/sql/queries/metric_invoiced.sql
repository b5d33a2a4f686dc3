-- The invoices issued in the period, credits negative: one row an invoice, value is its net amount (amount, where there is none).
with actuals as (select * from actuals where metric = 'invoiced'),

clients as (select client_id, name from clients),

issued as (
    select
        actuals.event_id as invoice_id,
        actuals.on_day as issued_on,
        clients.name as client,
        actuals.deal_id,
        actuals.manager_id,
        actuals.amount as value,
    from actuals
    left join clients on clients.client_id = actuals.client_id
    where actuals.on_day <= least($end, $as_of) and ($start is null or actuals.on_day >= $start)
)

select * from issued
order by issued_on, invoice_id
