-- Contracts with their monthly amount in the workspace's currency, at the rate of their first day.
with contracts as (select * from kept_contracts),

rate_periods as (select * from staged_rate_periods),

converted as (
    select
        contracts.contract_id,
        contracts.client_id,
        contracts.started_on,
        contracts.ends_on,
        contracts.notice_on,
        contracts.renews,
        cast(cast(contracts.monthly_amount as decimal(28, 2)) * coalesce(rate_periods.rate, 1) as decimal(18, 2)) as monthly_amount,
        contracts.ended_on,
    from contracts
    left join rate_periods
        on rate_periods.currency = upper(trim(contracts.currency))
        and contracts.started_on >= rate_periods.from_on
        and (contracts.started_on < rate_periods.until_on or rate_periods.until_on is null)
)

select * from converted
