-- What was complained about, when? One row a complaint.
with complaints as (select * from complaints)

select complaint_id, client_id, opened_on, nullif(trim(cause), '') as cause from complaints
order by opened_on, complaint_id
