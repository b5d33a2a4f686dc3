-- Unknown numbers beside what is known: what each shares with whom. In come sightings (an unknown number with what its
-- row tells) and people (whom the number may stand for); out go clues, one for each thing by which two can be compared.
create or replace table strangers as
select
    entity,
    code,
    sum(rows)::bigint as rows,
    arg_max(registry_code, (rows, registry_code)) filter (registry_code is not null) as registry_code,
    arg_max(vat_number, (rows, vat_number)) filter (vat_number is not null) as vat_number,
    arg_max(email, (rows, email)) filter (email is not null) as email,
    arg_max(name, (rows, name)) filter (name is not null) as name,
from sightings
group by entity, code;

-- an unknown number may itself be a registry code, a VAT number, an e-mail or a name
create or replace table clues as
select entity, code, 1 as rank, 'registry_code' as likeness, plain_code(registry_code) as value, '' as country, true as is_told
from strangers
union all
select entity, code, 1, 'registry_code', plain_code(code), '', false
from strangers where registry_code is null and regexp_matches(code, '\d.*\d.*\d.*\d.*\d.*\d')
union all
select entity, code, 2, 'vat_number', vat_figures(vat_number), vat_country(vat_number), true from strangers
union all
select entity, code, 2, 'vat_number', vat_figures(code), vat_country(code), false
from strangers where vat_number is null and regexp_matches(code, '\d.*\d.*\d.*\d.*\d.*\d.*\d')
union all
select entity, code, 3, 'email', coalesce(plain_email(email), plain_email(code)), '', email is not null from strangers
union all
select entity, code, 4, 'name', plain_name(coalesce(name, code)), '', name is not null
from strangers where name is not null or regexp_matches(code, '[\p{L}].*[\p{L}].*[\p{L}]');

delete from clues where value is null;

-- of those known, only what an unknown number has too
create or replace table marks as
select entity, id, 'registry_code' as likeness, plain_code(registry_code) as value, '' as country from people
where entity in (select entity from clues where likeness = 'registry_code')
union all
select entity, id, 'vat_number', vat_figures(vat_number), vat_country(vat_number) from people
where entity in (select entity from clues where likeness = 'vat_number')
union all
select entity, id, 'email', plain_email(email), '' from people
where entity in (select entity from clues where likeness = 'email')
union all
select entity, id, 'name', plain_name(name), '' from people
where entity in (select entity from clues where likeness = 'name');

delete from marks where value is null;

create or replace table pairs as
select distinct clues.entity, clues.code, clues.rank, clues.likeness, marks.id, 1.0::double as score
from clues
inner join marks on marks.entity = clues.entity and marks.likeness = clues.likeness and marks.value = clues.value
    and (marks.country = clues.country or marks.country = '' or clues.country = '');
