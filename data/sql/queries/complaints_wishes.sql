-- What do clients wish for? One row a wish, the latest first.
with feedback as (select * from feedback),

clients as (select * from clients),

wishes as (
    select
        feedback.feedback_id,
        feedback.client_id,
        clients.name as client_name,
        cast(feedback.at as date) as given_on,
        feedback.comment,
        feedback.csat,
    from feedback
    left join clients on clients.client_id = feedback.client_id
    where feedback.kind = 'wish' and cast(feedback.at as date) between $start and $end
)

select * from wishes
