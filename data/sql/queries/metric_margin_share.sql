-- The won deals of the period that have a cost: one row a deal, value is its margin and base its amount.
with deals as (select * from deals where is_won and cost is not null),

clients as (select client_id, name from clients),

won as (
    select
        deals.deal_id,
        deals.closed_on,
        clients.name as client,
        deals.manager_id,
        deals.amount - deals.cost as value,
        deals.amount as base,
    from deals
    left join clients on clients.client_id = deals.client_id
    where deals.closed_on <= least($end, $as_of) and ($start is null or deals.closed_on >= $start)
)

select * from won
order by closed_on, deal_id
