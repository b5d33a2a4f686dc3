-- Payments in the workspace's currency, at the rate of the day of payment.
with payments as (select * from stored.payments),

rate_periods as (select * from staged_rate_periods),

converted as (
    select
        payments.payment_id,
        payments.invoice_id,
        payments.paid_on,
        cast(cast(payments.amount as decimal(28, 2)) * coalesce(rate_periods.rate, 1) as decimal(18, 2)) as amount,
    from payments
    left join rate_periods
        on rate_periods.currency = upper(trim(payments.currency))
        and payments.paid_on >= rate_periods.from_on
        and (payments.paid_on < rate_periods.until_on or rate_periods.until_on is null)
)

select * from converted
