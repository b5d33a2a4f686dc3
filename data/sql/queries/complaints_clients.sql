-- Which clients were active from when to when, and what did they buy in the last year? One row a client that ever bought,
-- or of which nothing says that it is only a prospect.
with clients as (select * from clients),

deals as (select * from deals),

bought as (
    select client_id, sum(amount) as revenue
    from deals
    where is_won and closed_on > date_add(cast($as_of as date), interval (-365) day)
    group by client_id
),

active as (
    select
        clients.client_id,
        coalesce(clients.first_won_on, clients.registered_on) as entered_on,
        clients.ended_on,
        coalesce(bought.revenue, 0) as revenue,
    from clients
    left join bought on bought.client_id = clients.client_id
    where clients.first_won_on is not null or coalesce(clients.status, 'active') <> 'prospect'
)

select * from active
