-- One expense, with the team of the manager who spent it.
with expenses as (select * from staged_expenses),

managers as (select * from stored.managers),

named as (
    select
        expenses.*,
        managers.team,
    from expenses
    left join managers on managers.manager_id = expenses.manager_id
)

select * from named
