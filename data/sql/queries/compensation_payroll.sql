-- What was paid to those whose pay the viewer may see? One row a manager and month.
with payroll as (select * from payroll),

managers as (select * from managers),

named as (
    select
        payroll.manager_id,
        coalesce(managers.name, payroll.manager_id) as name,
        payroll.team,
        payroll.period,
        payroll.salary,
        payroll.bonus,
        payroll.penalty,
        payroll.bonus_for,
        payroll.employer_cost,
    from payroll
    left join managers on managers.manager_id = payroll.manager_id
)

select * from named
