-- Deals; where a company exports none, each invoice stands in as a deal won on the day of issue.
with deals as (select * from staged_deals),

invoices as (select * from staged_invoices),

stand_ins as (
    select
        invoice_id as deal_id,
        issued_on as opened_on,
        'won' as stage,
        client_id,
        cast(null as varchar) as manager_id,
        cast(null as varchar) as product_id,
        cast(null as varchar) as channel,
        cast(null as varchar) as campaign_id,
        cast(null as date) as expected_on,
        issued_on as closed_on,
        case when kind = 'credit' or amount < 0 then -1 else 1 end * abs(coalesce(net_amount, amount)) as amount,
        cast(null as decimal(18,2)) as cost,
        cast(null as decimal(9,6)) as discount,
        cast(null as varchar) as lost_reason,
        cast(null as varchar) as lost_at_stage,
        cast(null as varchar) as competitor,
        cast(null as boolean) as terms_reviewed,
        cast(null as bigint) as disagreements,
        cast(null as date) as disputed_on,
        cast(null as date) as settled_on,
        cast(null as date) as promised_on,
        cast(null as date) as delivered_on,
        cast(null as varchar) as delivery_unit,
    from invoices
    where (select count(*) from deals) = 0
),

sales as (
    select * exclude (rate) from deals
    union all
    select * from stand_ins
)

select * from sales
