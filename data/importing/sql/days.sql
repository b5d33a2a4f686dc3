-- How text becomes a day. Every macro gives null for text that isn't one.

-- a day like 2026-04-03, which is seen without a second look; most are
create or replace macro looks_like_day(v) as (
    strlen(v) = 10 and v >= '1' and v < '9999-12-31' and v like '____-__-__'
);

create or replace macro is_iso_day(v) as (
    looks_like_day(v) and try_cast(v as date) is not null
);

-- the day of a text: without a day of the week before it, and a time or the word “year” behind it
create or replace macro day_text(v) as (
    regexp_replace(
        regexp_replace(v, '^(?i:mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(?i:day)?\.?,? +', ''),
        '( ?(г\.?|года|a\.|aasta))?([T ,]+\d{1,2}:.*)?$',
        ''
    )
);

-- a year of two digits is the latest that isn't past latest_year
create or replace macro full_year(y, latest_year) as (
    case when length(y) = 2 then (latest_year - (latest_year - try_cast(y as integer)) % 100)::varchar else y end
);

create or replace macro calendar_day(y, m, d, latest_year) as (
    try_cast(full_year(y, latest_year) || '-' || m || '-' || d as date)
);

-- the words are looked up among those that the import has met
create or replace macro month_of(word) as (getvariable('month_words')[lower(word)]);

-- 3 April 2025, April 3, 2025, 3. aprill 2025, 03-Apr-25, 2025 Apr 3
create or replace macro worded_day(d, latest_year) as (
    case
        when regexp_full_match(d, '\d{1,2}(\.|st|nd|rd|th)?[ /-]*(of )?[\p{L}]+\.?,?[ /-]*''?(\d{4}|\d{2})')
            then calendar_day(
                regexp_extract(d, '(\d+)$', 1), month_of(regexp_extract(d, '([\p{L}]{3,})[^\p{L}]+$', 1)),
                regexp_extract(d, '^(\d+)', 1), latest_year
            )
        when regexp_full_match(d, '[\p{L}]+\.?[ /-]*\d{1,2}(\.|st|nd|rd|th)?(, *|[ /-]+)''?(\d{4}|\d{2})')
            then calendar_day(
                regexp_extract(d, '(\d+)$', 1), month_of(regexp_extract(d, '^([\p{L}]+)', 1)),
                regexp_extract(d, '(\d+)', 1), latest_year
            )
        when regexp_full_match(d, '\d{4}[ /.-]*[\p{L}]+\.?[ /-]*\d{1,2}')
            then calendar_day(
                d[:4], month_of(regexp_extract(d, '([\p{L}]+)', 1)), regexp_extract(d, '(\d+)$', 1), latest_year
            )
    end
);

-- a spreadsheet's number of a day: days since 30 December 1899, taken for one from 1954 to 2119
create or replace macro day_number(v) as (
    case
        when regexp_full_match(v, '\d{5}([.,]\d+)?') and v between '20000' and '80000' then replace(v, ',', '.')::double
    end
);

-- a day alone, without weekday and time; slashes and dashes are in the order dmy, mdy or, with two digits for the year, ymd
create or replace macro written_day(d, slashes, latest_year) as (
    case
        when regexp_full_match(d, '\d{4}[-/.] ?\d{1,2}[-/.] ?\d{1,2}\.?')
            then calendar_day(
                d[:4], regexp_extract(d, '^\d+\D+(\d+)', 1), regexp_extract(d, '(\d+)\.?$', 1), latest_year
            )
        when slashes = 'ymd' and regexp_full_match(d, '\d{2}[/-]\d{1,2}[/-]\d{1,2}')
            then calendar_day(
                d[:2], regexp_extract(d, '^\d+\D(\d+)', 1), regexp_extract(d, '(\d+)$', 1), latest_year
            )
        when regexp_full_match(d, '\d{8}') then calendar_day(d[:4], d[5:6], d[7:8], latest_year)
        when regexp_full_match(d, '\d{1,2}\. ?\d{1,2}\. ?(\d{4}|\d{2})\.?') or (
            slashes = 'dmy' and regexp_full_match(d, '\d{1,2}[/-]\d{1,2}[/-](\d{4}|\d{2})')
        )
            then calendar_day(
                regexp_extract(d, '(\d+)\.?$', 1), regexp_extract(d, '^\d+\D+(\d+)', 1),
                regexp_extract(d, '^(\d+)', 1), latest_year
            )
        when slashes = 'mdy' and regexp_full_match(d, '\d{1,2}[/-]\d{1,2}[/-](\d{4}|\d{2})')
            then calendar_day(
                regexp_extract(d, '(\d+)$', 1), regexp_extract(d, '^(\d+)', 1),
                regexp_extract(d, '^\d+\D(\d+)', 1), latest_year
            )
        when day_number(d) is not null then date '1899-12-30' + floor(day_number(d))::integer
        when regexp_matches(d, '[\p{L}]{3}') then worded_day(d, latest_year)
    end
);
