-- One event that counts for one plan metric, on its day, for its manager. Every plan number is a sum over these.
with deals as (select * from deals where stage = 'won'),

other_actuals as (select * from other_actuals),

of_deals as (
    select 'revenue' as metric, deal_id as event_id, closed_on as on_day, * exclude (closed_on) from deals
    union all
    select 'margin', deal_id, closed_on, * exclude (closed_on) replace (amount - cost as amount) from deals where cost is not null
    union all
    select 'deals', deal_id, closed_on, * exclude (closed_on) replace (1 as amount) from deals where amount >= 0
),

valued as (
    select
        metric, event_id, on_day, manager_id, team, client_id, deal_id, product_id, region, amount,
        1 as numerator,
        1 as denominator,
        amount as value,
        owner_id,
    from of_deals
    union all by name
    select * from other_actuals
)

select * from valued
