-- Complaints opened in the period: one row each.
with complaints as (select * from complaints),

clients as (select * from clients),

opened as (
    select
        complaints.complaint_id,
        clients.name as client,
        complaints.opened_on,
        complaints.resolved_on,
        complaints.cause,
        1 as value,
    from complaints
    left join clients on clients.client_id = complaints.client_id
    where complaints.opened_on between $start and $end
)

select * from opened
order by opened_on, complaint_id
