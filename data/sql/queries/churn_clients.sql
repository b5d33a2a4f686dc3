-- Who is or was a client, since when, and what did the last 365 days bring? One row a client that ever began.
-- The 365 days are those before as_of; for a client who left, those before the end (last_revenue: the last purchase). Somebody who never bought counts
-- from the registration, unless marked as a prospect. A client older than the data is watched from the day on which
-- its last 90 days are known.
with clients as (select * from clients),

deals as (
    select *, max(closed_on) over (partition by client_id) as last_deal_on
    from deals
    where is_won and client_id is not null
),

begun as (
    select
        *,
        coalesce(first_won_on, registered_on) as entered_on,
        coalesce(ended_on, cast($as_of as date)) as last_on,
    from clients
    where first_won_on is not null or coalesce(status, 'active') <> 'prospect'
),

brought as (
    select
        begun.client_id,
        sum(case when closed_on > last_on - 365 then amount end) as revenue,
        sum(case when closed_on > last_on - 365 and cost is not null then amount end) as revenue_with_cost,
        sum(case when closed_on > last_on - 365 and cost is not null then amount - cost end) as margin,
        sum(case when closed_on > last_deal_on - 365 then amount end) as last_revenue,
    from begun
    inner join deals on deals.client_id = begun.client_id and deals.closed_on <= begun.last_on
    group by begun.client_id
),

seen as (
    select min(opened_on) as first_on from deals
),

described as (
    select
        begun.client_id,
        begun.name,
        begun.owner_id,
        begun.owner_name,
        begun.team,
        begun.status,
        begun.entered_on,
        begun.registered_on,
        begun.ended_on,
        begun.ended_reason,
        begun.kind,
        begun.industry,
        begun.region,
        begun.need,
        begun.need_level,
        begun.channel,
        begun.vip,
        begun.marketing,
        begun.employees,
        begun.annual_revenue,
        begun.payment_days,
        begun.contact_every_days,
        case
            when least(begun.registered_on, begun.entered_on) < seen.first_on
                then greatest(begun.entered_on, seen.first_on + 90)
            else begun.entered_on
        end as watched_from,
        coalesce(brought.revenue, 0) as revenue,
        coalesce(brought.revenue_with_cost, 0) as revenue_with_cost,
        coalesce(brought.margin, 0) as margin,
        coalesce(brought.last_revenue, 0) as last_revenue,
    from begun
    cross join seen
    left join brought on brought.client_id = begun.client_id
)

select * from described order by client_id
