-- Invoices as known on as_of: what was paid and credited by then, and what is still open.
with invoices as (select * from {main}.invoices),

paid as (
    select invoice_id, sum(amount) as paid_amount, max(paid_on) as paid_on
    from {main}.payments
    where paid_on <= getvariable('as_of')
    group by invoice_id
),

credited as (
    select credits_invoice_id as invoice_id, sum(-amount) as credited_amount
    from invoices
    where is_credit and credits_invoice_id is not null and issued_on <= getvariable('as_of')
    group by credits_invoice_id
),

known as (
    select
        invoices.* exclude (paid_amount, paid_on, settled_on),
        cast(coalesce(paid.paid_amount, case when invoices.paid_on is null then invoices.paid_amount end, 0)
            as decimal(18, 2)) as paid_amount,
        paid.paid_on,
        cast(coalesce(credited.credited_amount, 0) as decimal(18, 2)) as credited_amount,
        case when invoices.settled_on <= getvariable('as_of') then invoices.settled_on end as settled_on,
    from invoices
    left join paid on paid.invoice_id = invoices.invoice_id
    left join credited on credited.invoice_id = invoices.invoice_id
),

opened as (
    select
        *,
        cast(
            case when is_credit or settled_on is not null then 0 else greatest(amount - credited_amount - paid_amount, 0) end
            as decimal(18, 2)
        ) as open_amount,
    from known
)

select * from opened
