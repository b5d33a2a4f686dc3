-- One campaign.
with campaigns as (select * from staged_campaigns)

select * from campaigns
