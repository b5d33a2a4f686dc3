-- Deals as known on as_of: one closed later is open, at the stage, amount and expected day that its changes tell, else "open".
with deals as (select * from {main}.deals),

changes as (
    select deal_id, changes.field, changes.at, changes.new, changes.old, cast(changes.at as date) <= getvariable('as_of') as is_known
    from {main}.deal_changes as changes
    where getvariable('is_past')
),

states as (
    select
        deal_id,
        field,
        coalesce(
            max_by(changes.new, changes.at) filter (where is_known),
            min_by(changes.old, changes.at) filter (where not is_known)
        ) as state,
    from changes
    group by deal_id, field
),

told as (
    select
        deal_id,
        max(state) filter (where field = 'stage') as stage_then,
        max(state) filter (where field = 'amount') as amount_then,
        max(state) filter (where field = 'expected_on') as expected_then,
    from states
    group by deal_id
),

dated as (
    select
        deals.*,
        told.stage_then,
        told.amount_then,
        told.expected_then,
        deals.closed_on is null or deals.closed_on > getvariable('as_of') as is_open_then,
    from deals
    left join told on told.deal_id = deals.deal_id
),

known as (
    select
        * exclude (
            stage, stage_then, amount, amount_then, expected_on, expected_then, is_open_then, closed_on, lost_reason,
            lost_at_stage, competitor, terms_reviewed, disagreements, disputed_on, settled_on, delivered_on, is_won, is_lost, is_open
        ),
        case
            when not is_open_then then stage
            when stage_then not in ('won', 'lost') then stage_then
            when stage in ('won', 'lost') then 'open'
            else stage
        end as stage,
        case
            when is_open_then and amount_then = '' then null
            when is_open_then then coalesce(try_cast(amount_then as decimal(18, 2)), amount)
            else amount
        end as amount,
        case
            when is_open_then and expected_then = '' then null
            when is_open_then then coalesce(cast(try_cast(expected_then as timestamp) as date), expected_on)
            else expected_on
        end as expected_on,
        case when not is_open_then then closed_on end as closed_on,
        case when not is_open_then then lost_reason end as lost_reason,
        case when not is_open_then then lost_at_stage end as lost_at_stage,
        case when not is_open_then or is_open then competitor end as competitor,
        case when not is_open_then or is_open then terms_reviewed end as terms_reviewed,
        case when not is_open_then or is_open then disagreements end as disagreements,
        case when disputed_on <= getvariable('as_of') then disputed_on end as disputed_on,
        case when settled_on <= getvariable('as_of') then settled_on end as settled_on,
        case when delivered_on <= getvariable('as_of') then delivered_on end as delivered_on,
        is_won and not is_open_then as is_won,
        is_lost and not is_open_then as is_lost,
        is_open_then as is_open,
    from dated
)

select * from known
