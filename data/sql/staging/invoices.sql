-- Invoices with their money in the workspace's currency, at the rate of the day of issue.
with invoices as (select * from kept_invoices),

rate_periods as (select * from staged_rate_periods),

converted as (
    select
        invoices.invoice_id,
        invoices.client_id,
        invoices.issued_on,
        invoices.due_on,
        case
            when rate_periods.rate is null then invoices.amount
            else cast(cast(invoices.amount as decimal(28, 2)) * rate_periods.rate as decimal(18, 2))
        end as amount,
        invoices.deal_id,
        case
            when rate_periods.rate is null then invoices.net_amount
            else cast(cast(invoices.net_amount as decimal(28, 2)) * rate_periods.rate as decimal(18, 2))
        end as net_amount,
        invoices.kind,
        invoices.credits_invoice_id,
        invoices.paid_on,
        case
            when rate_periods.rate is null then invoices.paid_amount
            else cast(cast(invoices.paid_amount as decimal(28, 2)) * rate_periods.rate as decimal(18, 2))
        end as paid_amount,
    from invoices
    left join rate_periods
        on rate_periods.currency = upper(trim(invoices.currency))
        and invoices.issued_on >= rate_periods.from_on
        and (invoices.issued_on < rate_periods.until_on or rate_periods.until_on is null)
)

select * from converted
