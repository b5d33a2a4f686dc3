-- The deals that are neither won nor lost yet: one row a deal, value is its amount.
with deals as (select * from deals where is_open),

clients as (select client_id, name from clients),

held as (
    select
        deals.deal_id,
        clients.name as client,
        deals.manager_id,
        deals.stage,
        deals.opened_on,
        deals.expected_on,
        deals.amount as value,
    from deals
    left join clients on clients.client_id = deals.client_id
)

select * from held
order by value desc, deal_id
