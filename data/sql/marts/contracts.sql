-- One contract.
with contracts as (select * from staged_contracts),

owners as (select * from staged_owners),

owned as (
    select
        contracts.*,
        owners.owner_id,
    from contracts
    left join owners on owners.client_id = contracts.client_id
)

select * from owned
