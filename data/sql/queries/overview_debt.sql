-- How did the debt past due change? One row a day on which it did: what fell late that day less what was covered of what was.
with owed as (
    select
        invoice_id,
        amount,
        cast(greatest(issued_on, date_add(due_on, interval 1 day)) as date) as late_from,
    from invoices
    where not is_credit
),

covering as (
    select invoice_id, paid_on as covered_on, amount from payments
    union all
    select credits_invoice_id, issued_on, -amount from invoices where is_credit and credits_invoice_id is not null
),

covered as (
    select
        owed.invoice_id,
        owed.amount as owed_amount,
        cast(greatest(owed.late_from, covering.covered_on) as date) as on_day,
        covering.amount,
        sum(covering.amount) over (
            partition by owed.invoice_id
            order by covering.covered_on, covering.amount
            rows between unbounded preceding and current row
        ) as covered_amount,
    from covering
    inner join owed on owed.invoice_id = covering.invoice_id
    where covering.covered_on <= $as_of
),

-- Only what is owed can be covered: paying too much, or again, changes nothing.
changes as (
    select late_from as on_day, amount as change from owed
    union all
    select
        on_day,
        greatest(covered_amount - amount, 0) - greatest(covered_amount, 0)
            + greatest(covered_amount - owed_amount, 0) - greatest(covered_amount - amount - owed_amount, 0),
    from covered
),

days as (
    select on_day, cast(sum(change) as double) as change
    from changes
    where on_day <= $as_of
    group by on_day
)

select * from days
order by on_day
