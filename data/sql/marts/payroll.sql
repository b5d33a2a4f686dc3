-- One manager's pay of one month. The bonus counts for the month that it was earned in.
with payroll as (select * from stored.payroll),

earned as (
    select
        manager_id,
        period,
        salary,
        bonus,
        penalty,
        coalesce(bonus_for, period) as bonus_for,
        employer_cost,
    from payroll
)

select * from earned
