-- One change of one field of a deal. Amounts are in the workspace's currency, at the rate of the deal itself, so that a
-- rate alone changes no deal.
with deal_changes as (select * from stored.deal_changes),

deals as (select * from deals),

rates as (select deal_id, rate from staged_deals where rate is not null),

converted as (
    select
        deal_changes.* exclude (attributes, batch, old, new),
        case
            when rates.rate is null or field <> 'amount' then old
            else cast(cast(try_cast(old as decimal(28, 2)) * rates.rate as decimal(18, 2)) as varchar)
        end as old,
        case
            when rates.rate is null or field <> 'amount' then new
            else coalesce(cast(cast(try_cast(new as decimal(28, 2)) * rates.rate as decimal(18, 2)) as varchar), new)
        end as new,
    from deal_changes
    left join rates on rates.deal_id = deal_changes.deal_id
),

owned as (
    select
        converted.*,
        deals.owner_id,
    from converted
    left join deals on deals.deal_id = converted.deal_id
)

select * from owned
