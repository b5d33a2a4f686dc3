-- The expenses of the period: one row an expense, value is its amount.
with actuals as (select * from actuals where metric = 'expense_budget'),

expenses as (select expense_id, purpose from expenses),

spent as (
    select
        actuals.event_id as expense_id,
        actuals.on_day as spent_on,
        expenses.purpose,
        actuals.manager_id,
        actuals.amount as value,
    from actuals
    left join expenses on expenses.expense_id = actuals.event_id
    where actuals.on_day <= least($end, $as_of) and ($start is null or actuals.on_day >= $start)
)

select * from spent
order by spent_on, expense_id
