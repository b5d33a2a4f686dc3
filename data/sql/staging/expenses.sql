-- Expenses in the workspace's currency, at the rate of the day of spending.
with expenses as (select * from kept_expenses),

rate_periods as (select * from staged_rate_periods),

converted as (
    select
        expenses.expense_id,
        expenses.manager_id,
        expenses.spent_on,
        cast(cast(expenses.amount as decimal(28, 2)) * coalesce(rate_periods.rate, 1) as decimal(18, 2)) as amount,
        expenses.client_id,
        expenses.campaign_id,
        expenses.purpose,
    from expenses
    left join rate_periods
        on rate_periods.currency = upper(trim(expenses.currency))
        and expenses.spent_on >= rate_periods.from_on
        and (expenses.spent_on < rate_periods.until_on or rate_periods.until_on is null)
)

select * from converted
