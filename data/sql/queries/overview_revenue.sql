-- Who bought on which day, this year and last? One row a client ('' where it isn't seen), team and day.
with actuals as (
    select *
    from actuals
    where
        metric = 'revenue'
        and on_day <= $as_of
        and on_day >= date_add(cast(date_trunc('year', cast($end as date)) as date), interval (-12) month)
),

clients as (select * from clients),

daily as (
    select
        coalesce(actuals.client_id, '') as client_id,
        coalesce(actuals.team, '') as team,
        actuals.on_day,
        cast(sum(actuals.value) as double) as value,
    from actuals
    group by coalesce(actuals.client_id, ''), coalesce(actuals.team, ''), actuals.on_day
),

named as (
    select
        daily.*,
        clients.name,
        clients.first_won_on,
        clients.ended_on,
    from daily
    left join clients on clients.client_id = daily.client_id
)

select * from named
order by client_id, team, on_day
