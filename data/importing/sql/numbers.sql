-- How text becomes a number. Every macro gives null for text that isn't one.

-- (12.50), 12.50- and a true minus sign are negative numbers
create or replace macro signed_text(v) as (
    case
        when v like '(%)' then '-' || v[2:-2]
        when v like '_%-' then '-' || v[:-2]
        else replace(v, '−', '-')
    end
);

create or replace macro plain_spaces(v) as (translate(v, chr(160) || chr(8239) || chr(8201), '   '));

-- a number whose decimals follow a point: 1234.5, 1,234.50, 1 234.5
create or replace macro point_number(v) as (
    case
        when regexp_full_match(
            plain_spaces(signed_text(v)),
            '[+-]?(\d+|[1-9]\d{0,2}(( \d{3})+|(,\d{3})+|([''’]\d{3})+))?(\.\d*)?([eE][+-]?\d{1,3})?'
        )
            then regexp_replace(plain_spaces(signed_text(v)), '[ ,''’]', '', 'g')
    end
);

-- a number whose decimals follow a comma: 1234,5, 1.234,50, 1 234,5
create or replace macro comma_number(v) as (
    case
        when regexp_full_match(
            plain_spaces(signed_text(v)),
            '[+-]?(\d+|[1-9]\d{0,2}(( \d{3})+|(\.\d{3})+|([''’]\d{3})+))?(,\d*)?'
        )
            then replace(regexp_replace(plain_spaces(signed_text(v)), '[ .''’]', '', 'g'), ',', '.')
    end
);

create or replace macro plain_number(v) as (case when not contains(v, '_') then v end);

-- a share is below 1, or below 100 with a percent sign: a comma in it can only stand before decimals
create or replace macro without_percent(v) as (rtrim(rtrim(v, '%'), ' ' || chr(160) || chr(8239)));

create or replace macro share_number(v) as (plain_number(replace(replace(without_percent(v), ',', '.'), '−', '-')));

create or replace macro whole_number(n) as (case when n = trunc(n) and abs(n) < 9e18 then n::bigint end);
