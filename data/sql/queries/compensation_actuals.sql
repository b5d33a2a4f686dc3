-- What did each manager bring in, in exact parts? One row a metric, month, deal (else invoice or payment) and fraction
-- of it that counts; contacts and expenses by month alone. It reaches a year back from the period, for comparison.
with actuals as (select * from actuals),

counted as (
    select
        metric,
        manager_id,
        cast(date_trunc('month', on_day) as date) as period,
        case when metric not in ('contacts', 'expense_budget') then coalesce(deal_id, event_id) end as deal_id,
        case when metric not in ('contacts', 'expense_budget') then client_id end as client_id,
        on_day,
        numerator,
        denominator,
        amount,
    from actuals
    where
        manager_id is not null
        and on_day <= cast($end as date)
        and (
            cast($start as date) is null
            or on_day >= date_add(cast(date_trunc('quarter', cast($start as date)) as date), interval (-12) month)
        )
),

summed as (
    select
        metric,
        manager_id,
        period,
        deal_id,
        client_id,
        numerator,
        denominator,
        max(on_day) as on_day,
        sum(amount) as amount,
    from counted
    group by metric, manager_id, period, deal_id, client_id, numerator, denominator
)

select * from summed
