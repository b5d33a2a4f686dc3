-- When was each won deal last expected to close, before it did? One row a deal that had such a day.
with deals as (select * from deals where is_won and expected_on is not null and closed_on is not null),

expected as (select deal_id, expected_on from deals where closed_on <= cast($end as date))

select * from expected
