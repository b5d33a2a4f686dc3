-- What does the pay of the period cost? One row a manager, month and part of the pay; bonus and penalty stand in the
-- month that they were earned in.
with payroll as (select * from payroll),

parts as (
    select manager_id, period as earned_in, period as paid_in, 'salary' as part, salary as value from payroll
    union all
    select manager_id, bonus_for, period, 'bonus', bonus from payroll where bonus is not null
    union all
    select manager_id, bonus_for, period, 'penalty', -penalty from payroll where penalty is not null
),

chosen as (
    select *
    from parts
    where earned_in <= cast($end as date) and (cast($start as date) is null or earned_in >= cast($start as date))
)

select * from chosen
order by manager_id, earned_in, paid_in, part
