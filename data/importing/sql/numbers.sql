-- How text becomes a number. Every macro gives null for text that isn't one.

-- an amount like 1234.56, which is seen without a second look; most are
create or replace macro looks_like_amount(v) as (
    v like '%.__' and v >= '0' and v < ':' and not contains(v, '_')
);

create or replace macro is_bare_amount(v) as (
    looks_like_amount(v) and try_cast(v as decimal(18, 2)) is not null
);

create or replace macro plain_spaces(v) as (
    translate(v, chr(160) || chr(8239) || chr(8201) || chr(8199) || chr(8198), '     ')
);

-- (12.50), 12.50- and 12.50 behind a true minus sign or a dash are negative numbers
create or replace macro signed_text(v) as (
    case
        when v like '(%)' then '-' || v[2:-2]
        when length(v) > 1 and v[-1] in ('-', '−', '–') then '-' || v[:-2]
        else translate(v, '−–', '--')
    end
);

create or replace macro bare_text(v) as (plain_spaces(signed_text(v)));

-- a number whose decimals follow a point: 1234.5, 1,234.50, 1 234.5
create or replace macro point_number(v) as (
    case
        when is_bare_amount(v) then v
        when regexp_full_match(
            bare_text(v),
            '([+-] ?)?(\d+|[1-9]\d{0,2}(( \d{3})+|(,\d{3})+|([''’]\d{3})+))?(\.\d*)?([eE][+-]?\d{1,3})? ?'
        )
            then regexp_replace(bare_text(v), '[ ,''’]', '', 'g')
    end
);

-- a number whose decimals follow a comma: 1234,5, 1.234,50, 1 234,5
create or replace macro comma_number(v) as (
    case
        when is_bare_amount(v) then null
        when regexp_full_match(
            bare_text(v),
            '([+-] ?)?(\d+|[1-9]\d{0,2}(( \d{3})+|(\.\d{3})+|([''’]\d{3})+))?(,\d*)?([eE][+-]?\d{1,3})? ?'
        )
            then replace(regexp_replace(bare_text(v), '[ .''’]', '', 'g'), ',', '.')
    end
);

create or replace macro plain_number(v) as (case when not contains(v, '_') then v end);

create or replace macro plain_comma_number(v) as (plain_number(replace(v, ',', '.')));

-- the currency's sign or word before or after an amount, in capitals: € of € 12.50, РУБ. of 12,50 руб.
create or replace macro mark_of(v) as (
    case
        when is_bare_amount(v) then ''
        when regexp_matches(v, '[\p{L}\p{Sc}]')
            then upper(trim(
                regexp_extract(
                    plain_spaces(v), '^[-+−–(]? ?([\p{L}]*\p{Sc}[\p{L}]*|[\p{L}]+\.?) ?[-+−–(]? ?[.,]?\d', 1
                ) || ' ' || regexp_extract(
                    plain_spaces(v), '[\d.,)−–-] ?([\p{L}]*\p{Sc}[\p{L}]*|[\p{L}]+\.?)[-−–)]{0,2}$', 1
                )
            ))
        else ''
    end
);

-- an amount without the sign of its currency
create or replace macro amount_text(v) as (
    case
        when is_bare_amount(v) or mark_of(v) = '' then v
        else trim(regexp_replace(
            regexp_replace(plain_spaces(v), '^([-+−–(]?) ?([\p{L}]*\p{Sc}[\p{L}]*|[\p{L}]+\.?) ?', '\1'),
            ' ?([\p{L}]*\p{Sc}[\p{L}]*|[\p{L}]+\.?)([-−–)]{0,2})$',
            '\2'
        ))
    end
);

-- a share is below 1, or below 100 with a percent sign: a comma in it can only stand before decimals
create or replace macro without_percent(v) as (rtrim(rtrim(plain_spaces(v), '%')));

create or replace macro share_number(v) as (
    plain_number(replace(translate(without_percent(v), '−–', '--'), ',', '.'))
);

create or replace macro whole_number(n) as (case when n = trunc(n) and abs(n) < 9e18 then n::bigint end);

create or replace macro strip_zeros(n) as (rtrim(rtrim(n::varchar, '0'), '.'));
