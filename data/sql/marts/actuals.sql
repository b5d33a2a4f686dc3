-- One event that counts for one plan metric, on its day, for its manager. Every plan number is a sum over these.
with all_deals as (select * from deals),

deals as (select * from all_deals where is_won),

owners as (select * from staged_owners),

managers as (select * from stored.managers),

invoices as (select * from invoices),

payments as (select * from payments),

contacts as (select * from contacts where coalesce(done, true)),

expenses as (select * from expenses),

-- a credit that stands in for a deal takes revenue back, but is no deal and makes no client
real_deals as (select * from deals where amount >= 0),

first_deals as (
    select *
    from real_deals
    where client_id is not null
    qualify row_number() over (partition by client_id order by closed_on, deal_id) = 1
),

counted as (
    select 'revenue' as metric, deal_id as event_id, closed_on as on_day, manager_id, client_id, deal_id, amount from deals
    union all
    select 'margin', deal_id, closed_on, manager_id, client_id, deal_id, amount - cost from deals where cost is not null
    union all
    select 'deals', deal_id, closed_on, manager_id, client_id, deal_id, 1 from real_deals
    union all
    select 'new_clients', deal_id, closed_on, manager_id, client_id, deal_id, 1 from first_deals
    union all
    select 'contacts', contact_id, cast(contacts.at as date), manager_id, client_id, deal_id, 1 from contacts
    union all
    select 'invoiced', invoice_id, issued_on, manager_id, client_id, deal_id, coalesce(net_amount, amount) from invoices
    union all
    select 'collected', payment_id, paid_on, manager_id, client_id, deal_id, amount from payments
    union all
    select 'expense_budget', expense_id, spent_on, manager_id, client_id, null, amount from expenses
),

net as (
    select
        counted.*,
        deals.product_id,
        owners.region,
        coalesce(owners.owner_id, counted.manager_id) as owner_id,
        managers.team,
        coalesce(payments.net_share_of, 1) as numerator,
        case when payments.net_share_of is null then 1 else payments.gross_amount end as denominator,
    from counted
    left join all_deals as deals on deals.deal_id = counted.deal_id
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
