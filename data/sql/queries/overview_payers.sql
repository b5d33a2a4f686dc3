-- How does each client usually pay? One row a client that owes something past its due day: the mean days late of what it settled,
-- weighted by money.
with invoices as (select * from invoices where not is_credit),

clients as (select * from clients),

owing as (select distinct client_id from invoices where open_amount > 0 and due_on < $as_of),

settled as (
    select
        client_id,
        count(*) as count_settled,
        sum(amount * greatest(date_diff('day', due_on, settled_on), 0)) / nullif(sum(amount), 0) as usual_days,
    from invoices
    where settled_on is not null
    group by client_id
),

payers as (
    select
        owing.client_id,
        clients.name,
        clients.owner_id,
        coalesce(settled.count_settled, 0) as count_settled,
        cast(settled.usual_days as double) as usual_days,
    from owing
    inner join clients on clients.client_id = owing.client_id
    left join settled on settled.client_id = owing.client_id
)

select * from payers
order by client_id
