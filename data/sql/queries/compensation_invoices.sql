-- Which invoices stand behind the deals that pay was earned by, and what was paid of them? One row an invoice that asks
-- for money; one without a deal stands for itself.
with invoices as (select * from invoices where not is_credit and amount > 0),

actuals as (
    select coalesce(deal_id, event_id) as deal_id, client_id
    from actuals
    where
        metric in ('revenue', 'invoiced')
        and on_day <= cast($end as date)
        and (
            cast($start as date) is null
            or on_day >= cast(date_trunc('quarter', cast($start as date)) as date)
        )
),

earned as (select distinct deal_id, client_id from actuals),

billed as (
    select
        coalesce(deal_id, invoice_id) as deal_id,
        deal_id is not null as has_deal,
        invoice_id,
        client_id,
        due_on,
        amount,
        paid_amount,
        open_amount,
    from invoices
),

traced as (
    select billed.* exclude (has_deal)
    from billed
    where exists (
        select 1
        from earned
        where earned.deal_id = billed.deal_id and (billed.has_deal or earned.client_id = billed.client_id)
    )
)

select * from traced
