-- What teams reached on each day: one row a headline metric, team ('' for none) and day.
with actuals as (
    select * from actuals where metric in ('revenue', 'deals', 'new_clients') and on_day <= $as_of
),

daily as (
    select
        'team' as cut,
        coalesce(team, '') as unit_id,
        metric,
        on_day,
        cast(sum(value) as double) as value,
    from actuals
    group by coalesce(team, ''), metric, on_day
)

select * from daily
order by metric, unit_id, on_day
