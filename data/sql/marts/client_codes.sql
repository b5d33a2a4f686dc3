-- One number under which another system, or an entry merged away, knows a client.
with aliases as (select * from stored.aliases where entity = 'client'),

merges as (select * from staged_merges),

owners as (select * from staged_owners),

batches as (select * from stored.batches),

merged as (select client_id, name from stored.clients),

named as (
    select
        coalesce(merges.into_id, aliases.id) as client_id,
        aliases.code,
        aliases.system,
        merges.client_id is not null and aliases.system = 'merged' as is_merge,
        case when aliases.system = 'merged' then merged.name end as merged_name,
        batches.imported_at as noted_at,
        batches.imported_by as noted_by,
    from aliases
    left join merges on merges.client_id = case when aliases.system = 'merged' then aliases.code else aliases.id end
    left join batches on batches.batch = aliases.batch
    left join merged on merged.client_id = aliases.code
),

owned as (
    select
        named.*,
        owners.owner_id,
        owners.team,
        owners.region,
    from named
    left join owners on owners.client_id = named.client_id
)

select * from owned
