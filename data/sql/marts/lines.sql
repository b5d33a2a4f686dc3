-- One product line of a deal.
with lines as (select * from stored.lines),

deals as (select * from deals),

owned as (
    select
        lines.* exclude (attributes, batch),
        deals.owner_id,
    from lines
    left join deals on deals.deal_id = lines.deal_id
)

select * from owned
