-- The events of actuals that are more than a deal: first deals, contacts, invoices, money collected, expenses.
with all_deals as (select * from deals),

owners as (select * from staged_owners),

managers as (select * from stored.managers),

invoices as (select * from invoices),

payments as (select * from payments),

contacts as (select * from contacts where coalesce(done, true)),

expenses as (select * from expenses),

-- a credit that stands in for a deal takes revenue back, but is no deal and makes no client
first_deals as (
    select arg_min(deal_id, (closed_on, deal_id)) as deal_id
    from all_deals
    where stage = 'won' and amount >= 0 and client_id is not null
    group by client_id
),

of_other_rows as (
    select 'contacts' as metric, contact_id as event_id, cast(contacts.at as date) as on_day, manager_id, client_id, deal_id, 1 as amount
    from contacts
    union all
    select 'invoiced', invoice_id, issued_on, manager_id, client_id, deal_id, coalesce(net_amount, amount) from invoices
    union all
    select 'collected', payment_id, paid_on, manager_id, client_id, deal_id, amount from payments
    union all
    select 'expense_budget', expense_id, spent_on, manager_id, client_id, null, amount from expenses
),

counted as (
    select 'new_clients' as metric, deal_id as event_id, closed_on as on_day, manager_id, client_id, deal_id, 1 as amount, product_id
    from all_deals
    where deal_id in (select deal_id from first_deals)
    union all
    select of_other_rows.*, deals.product_id
    from of_other_rows
    left join all_deals as deals on deals.deal_id = of_other_rows.deal_id
),

net as (
    select
        counted.*,
        owners.region,
        coalesce(owners.owner_id, counted.manager_id) as owner_id,
        managers.team,
        coalesce(payments.net_share_of, 1) as numerator,
        case when payments.net_share_of is null then 1 else payments.gross_amount end as denominator,
    from counted
    left join owners on owners.client_id = counted.client_id
    left join managers on managers.manager_id = counted.manager_id
    left join payments
        on counted.metric = 'collected'
        and payments.payment_id = counted.event_id
        and payments.gross_amount <> 0
),

valued as (
    select
        *,
        case
            when numerator = denominator then cast(amount as decimal(28, 8))
            else cast(amount * cast(numerator as double) / denominator as decimal(28, 8))
        end as value,
    from net
)

select * from valued
