-- Every deal by which a plan is met: one row a deal, money in whole cents (margin: nothing without a cost).
with deals as (select * from deals),

clients as (select client_id, name from clients),

managers as (select manager_id, name from managers),

listed as (
    select
        deals.deal_id,
        deals.client_id,
        clients.name as client,
        deals.manager_id,
        managers.name as manager,
        deals.team,
        deals.product_id,
        deals.region,
        deals.stage,
        deals.opened_on,
        deals.expected_on,
        deals.closed_on,
        deals.is_won,
        deals.is_lost,
        cast(coalesce(deals.amount, 0) * 100 as bigint) as cents,
        cast(deals.cost * 100 as bigint) as cost_cents,
    from deals
    left join clients on clients.client_id = deals.client_id
    left join managers on managers.manager_id = deals.manager_id
)

select * from listed
order by deal_id
