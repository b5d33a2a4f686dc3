-- Deals as known on as_of: one closed later is open, at the stage that its changes tell, else "open".
with deals as (select * from {main}.deals),

stage_changes as (
    select deal_id, changes.at, changes.new, changes.old
    from {main}.deal_changes as changes
    where getvariable('is_past') and field = 'stage'
),

stages as (
    select
        deal_id,
        coalesce(
            max_by(stage_changes.new, stage_changes.at) filter (where cast(stage_changes.at as date) <= getvariable('as_of')),
            min_by(stage_changes.old, stage_changes.at) filter (where cast(stage_changes.at as date) > getvariable('as_of'))
        ) as stage,
    from stage_changes
    group by deal_id
),

dated as (
    select
        deals.*,
        stages.stage as stage_then,
        deals.closed_on is null or deals.closed_on > getvariable('as_of') as is_open_then,
        deals.stage not in ('won', 'lost') as is_open_now,
    from deals
    left join stages on stages.deal_id = deals.deal_id
),

known as (
    select
        deal_id, opened_on, client_id, manager_id, product_id, channel, campaign_id, expected_on, amount, cost, discount,
        promised_on, delivery_unit, owner_id, team, region, product_category,
        case
            when not is_open_then then stage
            when stage_then not in ('won', 'lost') then stage_then
            when stage in ('won', 'lost') then 'open'
            else stage
        end as stage,
        case when not is_open_then then closed_on end as closed_on,
        case when not is_open_then then lost_reason end as lost_reason,
        case when not is_open_then then lost_at_stage end as lost_at_stage,
        case when not is_open_then or is_open_now then competitor end as competitor,
        case when not is_open_then or is_open_now then terms_reviewed end as terms_reviewed,
        case when not is_open_then or is_open_now then disagreements end as disagreements,
        case when disputed_on <= getvariable('as_of') then disputed_on end as disputed_on,
        case when settled_on <= getvariable('as_of') then settled_on end as settled_on,
        case when delivered_on <= getvariable('as_of') then delivered_on end as delivered_on,
        stage = 'won' and not is_open_then as is_won,
        stage = 'lost' and not is_open_then as is_lost,
        is_open_then as is_open,
    from dated
)

select * from known
