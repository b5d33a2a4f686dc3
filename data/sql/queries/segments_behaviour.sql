-- How has each client bought, as known on as_of and a year before? One row a client with a won deal, and day.
with deals as (select * from deals where is_won and client_id is not null),

days as (
    select cast($as_of as date) as landmark_on
    union all
    select cast($as_of as date) - 365 as landmark_on
),

bought as (
    select
        deals.client_id,
        days.landmark_on,
        min(deals.closed_on) as first_on,
        max(deals.closed_on) as last_on,
        count(*) as count_deals,
        count(case when deals.closed_on > days.landmark_on - 730 then 1 end) as deals_730,
        coalesce(sum(case when deals.closed_on > days.landmark_on - 730 then deals.amount end), 0) as amount_730,
        avg(deals.amount) as mean_amount,
        avg(coalesce(deals.discount, 0)) as mean_discount,
        count(distinct coalesce(deals.product_category, deals.product_id)) as count_categories,
    from deals
    inner join days on deals.closed_on <= days.landmark_on
    group by deals.client_id, days.landmark_on
)

select * from bought order by landmark_on, client_id
