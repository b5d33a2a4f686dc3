-- Pay, with the team of the person paid.
with payroll as (select * from {room}.payroll),

managers as (select manager_id, team from {main}.managers),

named as (
    select
        payroll.*,
        managers.team,
    from payroll
    left join managers on managers.manager_id = payroll.manager_id
)

select * from named
