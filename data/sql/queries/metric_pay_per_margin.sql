-- What does each unit of margin cost in pay? One row a manager and month, for those whose pay is seen: value is salary
-- with the bonus earned in the month less the penalty, base the margin of the deals won in it.
with payroll as (select * from payroll),

actuals as (select * from actuals where metric = 'margin'),

parts as (
    select manager_id, period, salary as value, 0 as base from payroll
    union all
    select manager_id, bonus_for, coalesce(bonus, 0) - coalesce(penalty, 0), 0 from payroll
    union all
    select manager_id, cast(date_trunc('month', on_day) as date), 0, amount
    from actuals
    where manager_id in (select manager_id from payroll)
),

months as (
    select manager_id, period, sum(value) as value, sum(base) as base
    from parts
    where period <= cast($end as date) and (cast($start as date) is null or period >= cast($start as date))
    group by manager_id, period
)

select * from months
order by manager_id, period
