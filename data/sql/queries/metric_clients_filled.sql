-- How much of what analyses need first is known of each client kept now: value is the fields filled, base those asked.
with clients as (select * from clients),

kept as (
    select *, coalesce(kind, 'company') = 'company' as is_company
    from clients
    where ended_on is null and coalesce(status, 'active') <> 'former'
),

counted as (
    select
        client_id,
        name,
        owner_name as manager,
        case when owner_id is not null then 1 else 0 end
            + case when email is not null or phone is not null then 1 else 0 end
            + case when is_company and registry_code is not null then 1 else 0 end
            + case when industry is not null then 1 else 0 end
            + case when region is not null then 1 else 0 end
            + case when channel is not null then 1 else 0 end
            + case when registered_on is not null then 1 else 0 end as value,
        case when is_company then 7 else 6 end as base,
    from kept
)

select * from counted order by client_id
