-- Which invoices belong to no deal, and was there a contract then? One row an invoice; credits are left out.
with invoices as (select * from invoices where not is_credit),

deals as (select deal_id from deals),

clients as (select client_id, name from clients),

managers as (select manager_id, name from managers),

contracts as (select client_id, started_on, coalesce(ended_on, ends_on) as until_on from contracts),

covered as (
    select distinct invoices.invoice_id
    from invoices
    inner join contracts
        on contracts.client_id = invoices.client_id
        and contracts.started_on <= invoices.issued_on
        and (contracts.until_on >= invoices.issued_on or contracts.until_on is null)
),

alone as (
    select
        invoices.invoice_id,
        invoices.client_id,
        clients.name,
        invoices.manager_id,
        managers.name as manager,
        invoices.issued_on,
        coalesce(invoices.net_amount, invoices.amount) as amount,
        covered.invoice_id is not null as has_contract,
        deals.deal_id is not null as has_deal,
    from invoices
    left join deals on deals.deal_id = invoices.deal_id
    left join clients on clients.client_id = invoices.client_id
    left join managers on managers.manager_id = invoices.manager_id
    left join covered on covered.invoice_id = invoices.invoice_id
)

select * from alone
