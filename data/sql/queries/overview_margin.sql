-- What margin did the deals won on each day bring? One row a day: value is the margin, base the amount of those with a cost.
with deals as (select * from deals where is_won and cost is not null and closed_on <= $as_of),

daily as (
    select
        closed_on as on_day,
        sum(amount - cost) as value,
        sum(amount) as base,
    from deals
    group by closed_on
)

select * from daily
order by on_day
