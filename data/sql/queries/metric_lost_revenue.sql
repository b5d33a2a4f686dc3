-- The clients who left in the period: one row a client, value is its revenue of the 365 days before the end.
with clients as (select * from clients),

deals as (select * from deals where is_won),

lost as (
    select client_id, name, owner_name as manager, ended_on
    from clients
    where ended_on between cast($start as date) and least(cast($end as date), cast($as_of as date))
        and (first_won_on is not null or coalesce(status, 'active') <> 'prospect')
),

brought as (
    select
        lost.client_id,
        lost.name,
        lost.manager,
        lost.ended_on,
        coalesce(sum(deals.amount), 0) as value,
    from lost
    left join deals
        on deals.client_id = lost.client_id
        and deals.closed_on <= lost.ended_on
        and deals.closed_on > lost.ended_on - 365
    group by lost.client_id, lost.name, lost.manager, lost.ended_on
)

select * from brought order by client_id
