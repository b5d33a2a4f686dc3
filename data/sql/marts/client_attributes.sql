-- One attribute of one client: a column of its file that the contract doesn't name.
with clients as (select * from kept_clients),

kinds as (select * from stored.attribute_kinds where table_name = 'clients'),

listed as (
    select client_id, unnest(map_entries(attributes)) as entry
    from clients
),

named as (
    select
        listed.client_id,
        listed.entry.key as name,
        coalesce(kinds.kind, 'text') as kind,
        listed.entry.value as value,
    from listed
    left join kinds on kinds.name = listed.entry.key
    where listed.entry.value is not null
)

select * from named
