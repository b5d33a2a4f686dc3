-- What is owed past its due day: one row an invoice, value is what is still open of it.
with invoices as (select * from invoices where not is_credit and due_on < $as_of and open_amount > 0),

clients as (select client_id, name from clients),

late as (
    select
        invoices.invoice_id,
        clients.name as client,
        invoices.client_id,
        invoices.due_on,
        date_diff('day', invoices.due_on, $as_of) as late_days,
        invoices.amount,
        invoices.open_amount as value,
    from invoices
    left join clients on clients.client_id = invoices.client_id
)

select * from late
order by value desc, invoice_id
