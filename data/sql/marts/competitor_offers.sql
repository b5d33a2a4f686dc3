-- One offer of a competitor.
with competitor_offers as (select * from staged_competitor_offers)

select * from competitor_offers
