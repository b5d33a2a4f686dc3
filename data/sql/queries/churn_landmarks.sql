-- How did each client buy and talk, as known on days of the past and on as_of? One row a client and day on which it was
-- a client. The past days lie 90, 180, … 810 days before the last day to which leaving clients are known.
with clients as (select * from clients where first_won_on is not null or coalesce(status, 'active') <> 'prospect'),

deals as (select * from deals where is_won and client_id is not null),

contacts as (select * from contacts where coalesce(done, true)),

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

present as (
    select
        clients.client_id,
        landmarks.landmark_on,
        coalesce(clients.first_won_on, clients.registered_on) as entered_on,
    from clients
    inner join landmarks
        on coalesce(clients.first_won_on, clients.registered_on) <= landmarks.landmark_on
        and (clients.ended_on is null or clients.ended_on > landmarks.landmark_on)
),

purchases as (
    select
        client_id,
        closed_on as on_day,
        sum(amount) as amount,
        ln(datediff('day', lag(closed_on) over (partition by client_id order by closed_on), closed_on)) as log_gap,
    from deals
    group by client_id, closed_on
),

events as (
    select client_id, on_day, amount, log_gap, true as is_deal from purchases
    union all
    select client_id, cast(contacts.at as date), null, null, false from contacts
),

observed as (
    select
        present.client_id,
        present.landmark_on,
        present.entered_on,
        count(case when is_deal then 1 end) as count_deals,
        max(case when is_deal then on_day end) as last_deal_on,
        count(log_gap) as count_gaps,
        coalesce(sum(log_gap), 0) as sum_log_gap,
        coalesce(sum(log_gap * log_gap), 0) as sum_log_gap_squared,
        count(case when is_deal and on_day > landmark_on - 365 then 1 end) as deals_365,
        coalesce(sum(case when on_day > landmark_on - 365 then amount end), 0) as amount_365,
        coalesce(sum(case when on_day between landmark_on - 729 and landmark_on - 365 then amount end), 0) as amount_before,
        max(case when not is_deal then on_day end) as last_contact_on,
        count(case when not is_deal and on_day > landmark_on - 90 then 1 end) as contacts_90,
        count(case when not is_deal and on_day > landmark_on - 365 then 1 end) as contacts_365,
    from present
    left join events on events.client_id = present.client_id and events.on_day <= present.landmark_on
    group by present.client_id, present.landmark_on, present.entered_on
)

select * from observed order by landmark_on, client_id
