-- Clients as known on as_of: one who left later is still active.
with clients as (select * from {main}.clients),

known as (
    select
        * exclude (status, ended_on, ended_reason, defaulted_on, defaulted, first_won_on),
        case
            when ended_on > getvariable('as_of') and status = 'former' then 'active'
            when first_won_on > getvariable('as_of') and status = 'active' then 'prospect'
            else status
        end as status,
        case when ended_on <= getvariable('as_of') then ended_on end as ended_on,
        case when ended_on <= getvariable('as_of') or ended_on is null then ended_reason end as ended_reason,
        case when defaulted_on <= getvariable('as_of') then defaulted_on end as defaulted_on,
        case when defaulted_on <= getvariable('as_of') or defaulted_on is null then defaulted end as defaulted,
        case when first_won_on <= getvariable('as_of') then first_won_on end as first_won_on,
    from clients
)

select * from known
