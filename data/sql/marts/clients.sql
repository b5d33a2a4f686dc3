-- One client, with its manager and the day of its first won deal.
with clients as (select * from kept_clients),

owners as (select * from staged_owners),

sales as (select * from staged_sales),

first_sales as (
    select client_id, min(closed_on) as first_won_on
    from sales
    where stage = 'won' and amount >= 0
    group by client_id
),

named as (
    select
        clients.* exclude (attributes, batch),
        owners.owner_id,
        owners.owner_name,
        owners.team,
        first_sales.first_won_on,
    from clients
    left join owners on owners.client_id = clients.client_id
    left join first_sales on first_sales.client_id = clients.client_id
)

select * from named
