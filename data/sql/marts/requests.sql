-- One request of a manager to another unit.
with requests as (select * from kept_requests),

managers as (select * from stored.managers),

named as (
    select
        requests.* exclude (attributes, batch),
        managers.team,
    from requests
    left join managers on managers.manager_id = requests.manager_id
)

select * from named
