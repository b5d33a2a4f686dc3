-- The payments that arrived in the period: one row a payment, value is its part net of VAT.
with actuals as (select * from actuals where metric = 'collected'),

clients as (select client_id, name from clients),

arrived as (
    select
        actuals.event_id as payment_id,
        actuals.on_day as paid_on,
        clients.name as client,
        actuals.manager_id,
        actuals.amount as paid_amount,
        actuals.value,
    from actuals
    left join clients on clients.client_id = actuals.client_id
    where actuals.on_day <= least($end, $as_of) and ($start is null or actuals.on_day >= $start)
)

select * from arrived
order by paid_on, payment_id
