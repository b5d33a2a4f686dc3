-- Each currency's rate with the days that it holds for: from_on up to, not including, until_on.
with rates as (select * from stored.rates),

ordered as (
    select
        upper(trim(currency)) as currency,
        from_on,
        rate,
        lead(from_on) over (partition by upper(trim(currency)) order by from_on) as until_on,
    from rates
)

select * from ordered
