-- What margin did those bring in whose pay is seen? One row a manager and month.
with actuals as (select * from actuals where metric = 'margin'),

payroll as (select distinct manager_id from payroll),

earned as (
    select
        actuals.manager_id,
        cast(date_trunc('month', actuals.on_day) as date) as period,
        sum(actuals.amount) as margin,
    from actuals
    inner join payroll on payroll.manager_id = actuals.manager_id
    where actuals.on_day <= cast($end as date)
    group by actuals.manager_id, cast(date_trunc('month', actuals.on_day) as date)
)

select * from earned
