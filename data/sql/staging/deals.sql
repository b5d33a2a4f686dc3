-- Deals with their money in the workspace's currency, at the rate of the closing day, else the expected, else the opening day.
with deals as (select * from kept_deals),

rate_periods as (select * from staged_rate_periods),

converted as (
    select
        deals.deal_id,
        deals.opened_on,
        deals.stage,
        deals.client_id,
        deals.manager_id,
        deals.product_id,
        deals.channel,
        deals.campaign_id,
        deals.expected_on,
        deals.closed_on,
        case
            when rate_periods.rate is null then deals.amount
            else cast(cast(deals.amount as decimal(28, 2)) * rate_periods.rate as decimal(18, 2))
        end as amount,
        case
            when rate_periods.rate is null then deals.cost
            else cast(cast(deals.cost as decimal(28, 2)) * rate_periods.rate as decimal(18, 2))
        end as cost,
        deals.discount,
        deals.lost_reason,
        deals.lost_at_stage,
        deals.competitor,
        deals.terms_reviewed,
        deals.disagreements,
        deals.disputed_on,
        deals.settled_on,
        deals.promised_on,
        deals.delivered_on,
        deals.delivery_unit,
        rate_periods.rate,
    from deals
    left join rate_periods
        on rate_periods.currency = upper(trim(deals.currency))
        and coalesce(deals.closed_on, deals.expected_on, deals.opened_on) >= rate_periods.from_on
        and (coalesce(deals.closed_on, deals.expected_on, deals.opened_on) < rate_periods.until_on or rate_periods.until_on is null)
)

select * from converted
