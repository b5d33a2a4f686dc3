-- Who are the clients with a won deal, and what did they bring in the period? One row a client.
with clients as (select * from clients),

deals as (select * from deals where is_won and client_id is not null),

bought as (
    select
        client_id,
        max(closed_on) as last_won_on,
        count(case when closed_on >= cast($start as date) then 1 end) as count_deals,
        coalesce(sum(case when closed_on >= cast($start as date) then amount end), 0) as revenue,
        sum(case when closed_on >= cast($start as date) and cost is not null then amount - cost end) as margin,
    from deals
    where closed_on <= least(cast($as_of as date), cast($end as date))
    group by client_id
),

described as (
    select
        clients.client_id,
        clients.name,
        clients.owner_name as manager,
        clients.team,
        clients.region,
        clients.industry,
        clients.need,
        clients.need_level,
        clients.vip,
        bought.last_won_on,
        bought.count_deals,
        bought.revenue,
        bought.margin,
    from clients
    inner join bought on bought.client_id = clients.client_id
)

select * from described order by client_id
