-- Has each won deal been invoiced, and for what it was won? One row a won deal with an amount.
with deals as (select * from deals where is_won and amount > 0),

invoices as (select * from invoices where deal_id is not null),

clients as (select client_id, name from clients),

managers as (select manager_id, name from managers),

invoiced as (
    select
        deal_id,
        count(*) as invoices,
        sum(coalesce(net_amount, amount)) as invoiced_amount,
        sum(case when is_credit then 0 else coalesce(net_amount, amount) end) as before_credits,
        max(issued_on) as invoiced_on,
    from invoices
    group by deal_id
),

compared as (
    select
        deals.deal_id,
        deals.client_id,
        clients.name,
        deals.manager_id,
        managers.name as manager,
        deals.closed_on,
        deals.amount,
        coalesce(invoiced.invoices, 0) as invoices,
        invoiced.invoiced_amount,
        invoiced.before_credits,
        invoiced.invoiced_on,
    from deals
    left join invoiced on invoiced.deal_id = deals.deal_id
    left join clients on clients.client_id = deals.client_id
    left join managers on managers.manager_id = deals.manager_id
)

select * from compared
