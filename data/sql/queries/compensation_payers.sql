-- How many of each client's invoices were still unpaid 90 days after they were due? One row a client with such old invoices.
with invoices as (select * from invoices where not is_credit and amount > 0),

old as (
    select client_id, open_amount
    from invoices
    where due_on <= date_add(cast($as_of as date), interval (-90) day)
),

counted as (
    select
        client_id,
        count(*) as count_invoices,
        sum(case when open_amount > 0 then 1 else 0 end) as count_unpaid,
    from old
    group by client_id
)

select * from counted
