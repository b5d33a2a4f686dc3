-- Whose client each client is: the manager that the client names, else the one last assigned. One row a client.
with clients as (select * from kept_clients),

assignments as (select * from kept_assignments),

managers as (select * from stored.managers),

last_assigned as (
    select client_id, manager_id
    from assignments
    qualify row_number() over (partition by client_id order by from_on desc) = 1
),

owners as (
    select
        clients.client_id,
        coalesce(clients.manager_id, last_assigned.manager_id) as owner_id,
        managers.name as owner_name,
        managers.team,
        clients.region,
    from clients
    left join last_assigned on last_assigned.client_id = clients.client_id
    left join managers on managers.manager_id = coalesce(clients.manager_id, last_assigned.manager_id)
)

select * from owners
