-- What of the money in closed deals was won in the last 365 days? One row a team ('' for none); a deal without amount counts as
-- the mean of those with one.
with deals as (
    select *
    from deals
    where
        (is_won or is_lost)
        and closed_on <= $as_of
        and closed_on > date_add(cast($as_of as date), interval (-365) day)
),

typical as (select avg(amount) as amount from deals where amount is not null),

teams as (
    select
        coalesce(deals.team, '') as unit_id,
        count(*) as count_closed,
        cast(sum(case when deals.is_won then deals.amount else 0 end) as double) as won,
        cast(sum(coalesce(deals.amount, typical.amount)) as double) as closed,
    from deals
    cross join typical
    group by coalesce(deals.team, '')
)

select * from teams
order by unit_id
