-- One payment; for an invoice without payments of its own, its paid_on and paid_amount stand in for one.
with payments as (select * from staged_payments),

invoices as (select * from invoices),

arrived as (
    select payment_id, invoice_id, paid_on, amount from payments
    union all
    select
        'paid:' || invoice_id,
        invoice_id,
        paid_on,
        case when is_credit then -abs(coalesce(paid_amount, amount)) else coalesce(paid_amount, amount) end,
    from invoices
    where paid_on is not null and invoice_id not in (select invoice_id from payments)
),

named as (
    select
        arrived.*,
        invoices.client_id,
        invoices.deal_id,
        invoices.owner_id,
        invoices.manager_id,
        invoices.team,
        invoices.region,
        invoices.net_amount as net_share_of,
        invoices.amount as gross_amount,
    from arrived
    inner join invoices on invoices.invoice_id = arrived.invoice_id
)

select * from named
