-- The changes of deals that an import makes, as rows of deal_changes: one for each field that changes, on the day
-- up to which the deals are known. A second change on that day keeps what was there before the first.
create or replace temp table noticed_changes as
with changed as (
    select
        new.deal_id,
        {'stage': old.stage, 'amount': old.amount::varchar, 'expected_on': old.expected_on::varchar, 'manager_id': old.manager_id} as before,
        {'stage': new.stage, 'amount': new.amount::varchar, 'expected_on': new.expected_on::varchar, 'manager_id': new.manager_id} as after,
    from merged_deals as new
    join stored_deals as old on old.deal_id = new.deal_id
    where new.import_status = 'changed'
),

fields as (
    select deal_id, 'stage' as field, before.stage as old, after.stage as new from changed
    union all
    select deal_id, 'amount', before.amount, after.amount from changed
    union all
    select deal_id, 'expected_on', before.expected_on, after.expected_on from changed
    union all
    select deal_id, 'manager_id', before.manager_id, after.manager_id from changed
),

noticed as (
    select
        fields.deal_id,
        getvariable('changes_at') as "at",
        fields.field,
        coalesce(fields.new, '') as new,
        coalesce(earlier.old, fields.old) as old,
    from fields
    left join draft.stored.deal_changes as earlier
        on earlier.deal_id = fields.deal_id
        and earlier.field = fields.field
        and earlier."at" = getvariable('changes_at')
    where fields.new is distinct from fields.old
)

select * from noticed;

delete from draft.stored.deal_changes as listed
using noticed_changes as noticed
where listed.deal_id = noticed.deal_id and listed."at" = noticed."at" and listed.field = noticed.field;

insert into draft.stored.deal_changes by name
select *, map([]::varchar[], []::varchar[]) as attributes, getvariable('changes_batch') as batch
from noticed_changes
order by deal_id, field;
