-- Competitors' offers with prices in the workspace's currency, at the rate of the day seen.
with competitor_offers as (select * from stored.competitor_offers),

rate_periods as (select * from staged_rate_periods),

converted as (
    select
        competitor_offers.competitor,
        competitor_offers.product_id,
        competitor_offers.observed_on,
        cast(cast(competitor_offers.price as decimal(28, 2)) * coalesce(rate_periods.rate, 1) as decimal(18, 2)) as price,
        competitor_offers.discount,
        competitor_offers.terms,
    from competitor_offers
    left join rate_periods
        on rate_periods.currency = upper(trim(competitor_offers.currency))
        and competitor_offers.observed_on >= rate_periods.from_on
        and (competitor_offers.observed_on < rate_periods.until_on or rate_periods.until_on is null)
)

select * from converted
