-- How did each invoice get paid? One row an invoice that asks for money (credits themselves left out).
-- An invoice that a credit has touched is settled on the day of its last payment: what was credited was never owed.
with invoices as (select * from invoices),

payments as (select * from payments),

last_payments as (
    select invoice_id, max(paid_on) as last_paid_on
    from payments
    group by invoice_id
),

answered as (
    select
        invoices.invoice_id,
        invoices.client_id,
        invoices.issued_on,
        invoices.due_on,
        invoices.amount,
        coalesce(invoices.credited_amount, 0) as credited_amount,
        invoices.open_amount,
        case
            when coalesce(invoices.credited_amount, 0) > 0 and invoices.open_amount = 0
                then coalesce(last_payments.last_paid_on, invoices.settled_on)
            else invoices.settled_on
        end as settled_on,
    from invoices
    left join last_payments on last_payments.invoice_id = invoices.invoice_id
    where not invoices.is_credit and invoices.amount > 0
)

select * from answered
