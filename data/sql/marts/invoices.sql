-- One invoice, prepayment or credit (negative), with the day on which nothing was left to pay.
with invoices as (select * from staged_invoices),

payments as (select * from staged_payments),

owners as (select * from staged_owners),

deals as (select * from deals),

managers as (select * from stored.managers),

signed as (
    select
        * exclude (amount, net_amount),
        coalesce(kind = 'credit', false) or amount < 0 as is_credit,
        case when kind = 'credit' then -abs(amount) else amount end as amount,
        case when kind = 'credit' or amount < 0 then -abs(net_amount) else net_amount end as net_amount,
    from invoices
),

covering as (
    select invoice_id, paid_on as on_day, amount from payments
    union all
    select credits_invoice_id, issued_on, abs(amount) from signed where is_credit and credits_invoice_id is not null
    union all
    select invoice_id, paid_on, coalesce(paid_amount, amount)
    from signed
    where paid_on is not null and invoice_id not in (select invoice_id from payments)
),

running as (
    select
        invoice_id,
        on_day,
        sum(amount) over (partition by invoice_id order by on_day range unbounded preceding) as covered,
    from covering
),

settlements as (
    select running.invoice_id, min(running.on_day) as settled_on
    from running
    inner join signed on signed.invoice_id = running.invoice_id
    where running.covered >= signed.amount and not signed.is_credit
    group by running.invoice_id
),

named as (
    select
        signed.*,
        coalesce(owners.owner_id, deals.manager_id) as owner_id,
        coalesce(deals.manager_id, owners.owner_id) as manager_id,
        managers.team,
        owners.region,
        settlements.settled_on,
    from signed
    left join settlements on settlements.invoice_id = signed.invoice_id
    left join owners on owners.client_id = signed.client_id
    left join deals on deals.deal_id = signed.deal_id
    left join managers on managers.manager_id = coalesce(deals.manager_id, owners.owner_id)
)

select * from named
