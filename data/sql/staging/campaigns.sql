-- Campaigns with their cost in the workspace's currency, at the rate of their first day.
with campaigns as (select * from stored.campaigns),

rate_periods as (select * from staged_rate_periods),

converted as (
    select
        campaigns.campaign_id,
        campaigns.channel,
        campaigns.started_on,
        cast(cast(campaigns.cost as decimal(28, 2)) * coalesce(rate_periods.rate, 1) as decimal(18, 2)) as cost,
        campaigns.name,
        campaigns.ended_on,
    from campaigns
    left join rate_periods
        on rate_periods.currency = upper(trim(campaigns.currency))
        and campaigns.started_on >= rate_periods.from_on
        and (campaigns.started_on < rate_periods.until_on or rate_periods.until_on is null)
)

select * from converted
