-- What troubled each client, and what was it bound by, as known on days of the past and on as_of? One row a client and
-- day, where there was anything. The days are those of churn_landmarks.
with clients as (select * from clients where first_won_on is not null or coalesce(status, 'active') <> 'prospect'),

complaints as (select * from complaints),

invoices as (select * from invoices where not is_credit and amount > 0),

feedback as (select * from feedback),

contracts as (select * from contracts),

known as (
    select
        case
            when max(ended_on) is null then cast($as_of as date)
            else least(cast($as_of as date), max(greatest(registered_on, ended_on)))
        end as last_on,
    from clients
),

steps as (select * from (values (1), (2), (3), (4), (5), (6), (7), (8), (9)) as listed (step)),

landmarks as (
    select cast($as_of as date) as landmark_on
    union
    select last_on - 90 * step as landmark_on from known cross join steps
),

events as (
    select
        client_id,
        'complaint' as kind,
        opened_on as on_day,
        resolved_on as until_on,
        cast(null as date) as planned_on,
        cast(null as double) as value,
    from complaints
    union all
    select client_id, 'invoice', due_on + 1, settled_on, null, amount from invoices
    union all
    select client_id, 'nps', cast(feedback.at as date), null, null, nps from feedback where nps is not null
    union all
    select client_id, 'csat', cast(feedback.at as date), null, null, csat from feedback where csat is not null
    union all
    select client_id, 'contract', started_on, ended_on, ends_on, null from contracts
),

met as (
    select
        events.*,
        landmarks.landmark_on,
        on_day > landmark_on - 365 as is_recent,
        coalesce(until_on > landmark_on, true) as is_open,
    from events
    inner join landmarks on events.on_day <= landmarks.landmark_on
),

troubled as (
    select
        client_id,
        landmark_on,
        count(case when kind = 'complaint' and is_recent then 1 end) as complaints_365,
        count(case when kind = 'complaint' and is_open then 1 end) as complaints_open,
        coalesce(sum(case when kind = 'invoice' and is_open then value end), 0) as overdue_amount,
        avg(case when kind = 'invoice' and is_recent then case when is_open then 1 else 0 end end) as overdue_share,
        avg(case when kind = 'nps' and is_recent then value end) as nps,
        avg(case when kind = 'csat' and is_recent then value end) as csat,
        min(case when is_open and planned_on >= landmark_on then datediff('day', landmark_on, planned_on) end)
            as contract_days,
    from met
    group by client_id, landmark_on
)

select * from troubled order by landmark_on, client_id
