-- What did clients complain about, and how long did it take? One row a complaint.
with complaints as (select * from complaints),

clients as (select * from clients),

managers as (select * from managers),

deals as (select * from deals),

products as (select * from products),

told as (
    select
        complaints.complaint_id,
        complaints.client_id,
        clients.name as client_name,
        complaints.opened_on,
        complaints.resolved_on,
        nullif(trim(complaints.cause), '') as cause,
        nullif(trim(complaints.text), '') as text,
        coalesce(complaints.unit, deals.delivery_unit) as unit,
        complaints.manager_id,
        managers.name as manager_name,
        deals.product_id,
        products.name as product_name,
        complaints.severity,
        complaints.resolution,
    from complaints
    left join clients on clients.client_id = complaints.client_id
    left join managers on managers.manager_id = complaints.manager_id
    left join deals on deals.deal_id = complaints.deal_id
    left join products on products.product_id = deals.product_id
)

select * from told
