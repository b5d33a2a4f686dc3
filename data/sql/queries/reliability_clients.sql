-- Who are the clients whose reliability is asked about, and what was known of them? One row a client.
with clients as (select * from clients),

known as (
    select
        client_id,
        name,
        coalesce(kind, 'company') as kind,
        industry,
        region,
        city,
        employees,
        annual_revenue,
        channel,
        vip,
        payment_days,
        credit_limit,
        owner_id,
        owner_name,
        coalesce(least(registered_on, first_won_on), registered_on, first_won_on) as known_from,
        ended_on,
        case when defaulted_on <= cast($as_of as date) then defaulted_on end as defaulted_on,
        case when defaulted_on is null then defaulted end as defaulted,
    from clients
)

select * from known
