-- Events that count for the plan. A manager's own result stays theirs when the client has moved on: the event
-- still counts, but names neither the client nor the deal that they may no longer see.
with actuals as (select * from {main}.actuals),

judged as (
    select
        *,
        getvariable('sees_all')
            or coalesce(list_contains(getvariable('owners'), owner_id), false)
            or coalesce(list_contains(getvariable('covered'), client_id), false)
            or client_id is null as is_seen,
    from actuals
),

masked as (
    select
        * exclude (is_seen, event_id, client_id, deal_id),
        case when is_seen then event_id end as event_id,
        case when is_seen then client_id end as client_id,
        case when is_seen then deal_id end as deal_id,
    from judged
)

select * from masked
