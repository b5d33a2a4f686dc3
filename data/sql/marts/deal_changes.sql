-- One change of one field of a deal.
with deal_changes as (select * from stored.deal_changes),

deals as (select * from deals),

owned as (
    select
        deal_changes.* exclude (attributes, batch),
        deals.owner_id,
    from deal_changes
    left join deals on deals.deal_id = deal_changes.deal_id
)

select * from owned
