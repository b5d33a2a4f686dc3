-- What befell a client, and from when to when does it count? One row an event: the client is in the state from
-- from_on until 90 days after since_on (without since_on it goes on).
with deals as (select * from deals where is_won and client_id is not null),

complaints as (select * from complaints),

invoices as (select * from invoices where not is_credit and amount > 0),

feedback as (select * from feedback),

missed as (
    select client_id, 'late_delivery' as factor, promised_on as from_on, promised_on as since_on
    from deals
    where promised_on <= cast($as_of as date) and (delivered_on is null or delivered_on > promised_on)
),

discounted as (
    select client_id, 'discount' as factor, closed_on as from_on, closed_on as since_on
    from deals
    where discount > 0
),

complained as (
    select
        client_id,
        concat('complaint:', coalesce(cause, 'unknown')) as factor,
        opened_on as from_on,
        opened_on as since_on,
    from complaints
),

unresolved as (
    select client_id, 'slow_resolution' as factor, opened_on + 15 as from_on, opened_on as since_on
    from complaints
    where opened_on + 14 < coalesce(resolved_on, cast($as_of as date))
),

unpaid as (
    select client_id, 'unpaid_invoice' as factor, due_on + 1 as from_on, settled_on as since_on
    from invoices
    where due_on < coalesce(settled_on, cast($as_of as date))
),

dissatisfied as (
    select client_id, 'low_csat' as factor, cast(feedback.at as date) as from_on, cast(feedback.at as date) as since_on
    from feedback
    where csat <= 2
),

befallen as (
    select * from missed
    union all
    select * from discounted
    union all
    select * from complained
    union all
    select * from unresolved
    union all
    select * from unpaid
    union all
    select * from dissatisfied
)

select * from befallen
