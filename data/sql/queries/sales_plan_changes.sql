-- How amounts and expected days of deals changed: one row a change, oldest first, money in whole cents.
-- is_read tells whether the new value could be read, is_told whether the old one was given; an empty one was, where others are.
with deal_changes as (select * from deal_changes where field in ('amount', 'expected_on')),

deals as (select deal_id from deals),

read as (
    select
        deal_changes.deal_id,
        deal_changes.field,
        deal_changes.at,
        cast(deal_changes.at as date) as on_day,
        cast(try_cast(case when field = 'expected_on' then old end as timestamp) as date) as old_on,
        cast(try_cast(case when field = 'expected_on' then new end as timestamp) as date) as new_on,
        cast(cast(try_cast(case when field = 'amount' then old end as decimal(18, 2)) * 100 as bigint) as double) as old_cents,
        cast(cast(try_cast(case when field = 'amount' then new end as decimal(18, 2)) * 100 as bigint) as double) as new_cents,
        coalesce(trim(old), '') = '' as is_old_empty,
        coalesce(trim(new), '') = '' as is_new_empty,
        max(case when old is null then 0 else 1 end) over (partition by field) = 1 as are_old_there,
    from deal_changes
    join deals on deals.deal_id = deal_changes.deal_id
),

judged as (
    select
        deal_id,
        field,
        on_day,
        old_on,
        new_on,
        old_cents,
        new_cents,
        read.at,
        is_new_empty or new_on is not null or new_cents is not null as is_read,
        old_on is not null or old_cents is not null or (are_old_there and is_old_empty) as is_told,
    from read
)

select * from judged
order by deal_id, field, judged.at
