-- Which clients have nobody to turn to today? One row an absent manager: the clients for whom no deputy is named, their open
-- deals, and those of them that are expected within seven days.
with away as (
    select * from absences where from_on <= $as_of and (to_on is null or to_on >= $as_of)
),

managers as (select * from managers),

clients as (select * from clients where ended_on is null),

deals as (
    select
        client_id,
        count(*) as count_open,
        sum(amount) as open_amount,
        sum(case when expected_on between $as_of and date_add(cast($as_of as date), interval 7 day) then 1 else 0 end)
            as count_soon,
        sum(case when expected_on between $as_of and date_add(cast($as_of as date), interval 7 day) then amount else 0 end)
            as soon_amount,
    from deals
    where is_open
    group by client_id
),

alone as (
    select
        clients.owner_id as manager_id,
        clients.client_id,
        max(away.to_on) as to_on,
    from clients
    inner join away on away.manager_id = clients.owner_id and away.client_id in ('', clients.client_id)
    group by clients.owner_id, clients.client_id
    having count(away.deputy_id) = 0
),

counted as (
    select
        alone.manager_id,
        managers.name,
        max(alone.to_on) as to_on,
        count(*) as count_clients,
        coalesce(sum(deals.count_open), 0) as count_open,
        cast(coalesce(sum(deals.open_amount), 0) as double) as open_amount,
        coalesce(sum(deals.count_soon), 0) as count_soon,
        cast(coalesce(sum(deals.soon_amount), 0) as double) as soon_amount,
    from alone
    inner join managers on managers.manager_id = alone.manager_id
    left join deals on deals.client_id = alone.client_id
    group by alone.manager_id, managers.name
)

select * from counted
order by open_amount desc, manager_id
