-- One row for each unknown number that stands for exactly one of those known: by the strongest likeness that there is,
-- unless several share it. A registry code or VAT number that differs overrules every weaker likeness.
with sound as (
    select pairs.*
    from pairs
    where not exists (
        select 1
        from clues
        inner join marks on marks.entity = clues.entity and marks.likeness = clues.likeness
        where clues.entity = pairs.entity
            and clues.code = pairs.code
            and marks.id = pairs.id
            and clues.is_told
            and clues.rank <= 2
            and clues.rank < pairs.rank
            and marks.value <> clues.value
    )
),

strongest as (
    select *
    from sound
    qualify rank = min(rank) over (partition by entity, code)
),

single as (
    select *
    from strongest
    qualify count(*) over (partition by entity, code) = 1
),

named as (
    select
        single.entity,
        single.code,
        single.id,
        single.likeness,
        coalesce(strangers.name, single.code) as name,
        people.name as other_name,
        strangers.rows,
        single.score,
    from single
    inner join strangers on strangers.entity = single.entity and strangers.code = single.code
    inner join people on people.entity = single.entity and people.id = single.id
)

select * from named order by entity, rows desc, code
