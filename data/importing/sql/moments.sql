-- How text becomes a moment, and a day that may have a time. Every macro gives null for text that is neither.

-- hours that a zone of Europe is ahead of UTC; its name means no other zone anywhere
create or replace macro zone_hours(name) as (
    case name
        when 'WET' then 0
        when 'WEST' then 1
        when 'CET' then 1
        when 'CEST' then 2
        when 'EET' then 2
        when 'EEST' then 3
        when 'MSK' then 3
    end
);

-- seconds that a time stated with a zone is ahead of UTC; null without a zone
create or replace macro zone_seconds(v) as (
    case
        when regexp_matches(v, ':\d{2}([.,]\d+)?\s?([AaPp]\.?[Mm]\.?)?\s?(Z|UTC|GMT)$') then 0
        when regexp_matches(v, ':\d{2}([.,]\d+)?\s?([AaPp]\.?[Mm]\.?)?\s?(WET|WEST|CET|CEST|EET|EEST|MSK)$')
            then zone_hours(regexp_extract(v, '([A-Z]+)$', 1)) * 3600
        when regexp_matches(v, ':\d{2}([.,]\d+)?\s?([AaPp]\.?[Mm]\.?)?\s?[+-]\d{2}(:?\d{2})?$')
            then (regexp_extract(v, '([+-]\d{2}):?(\d{2})?$', 1)::integer * 3600)
                + case when regexp_extract(v, '([+-])\d{2}:?(\d{2})?$', 1) = '-' then -60 else 60 end
                * coalesce(try_cast(regexp_extract(v, '[+-]\d{2}:?(\d{2})$', 1) as integer), 0)
    end
);

-- the time of a text that has one and no zone
create or replace macro clock_alone(v) as (
    try_cast(
        replace(
            regexp_extract(v, '[T ,]+(\d{1,2}:\d{2}(:\d{2}([.,]\d{1,9})?)?)\s?([AaPp]\.?[Mm]\.?)?$', 1), ',', '.'
        ) as time
    ) + case
        when not regexp_matches(v, '[AaPp]\.?[Mm]\.?$') then interval '0 hours'
        when regexp_matches(v, '[Pp]\.?[Mm]\.?$') and not regexp_matches(v, '[T ,](12|1[3-9]|2\d):')
            then interval '12 hours'
        when regexp_matches(v, '[Aa]\.?[Mm]\.?$') and regexp_matches(v, '[T ,]12:') then interval '-12 hours'
        else interval '0 hours'
    end
);

-- a text with a time, without the zone behind it
create or replace macro without_zone(v) as (
    regexp_replace(v, '\s?(Z|UTC|GMT|WET|WEST|CET|CEST|EET|EEST|MSK|[+-]\d{2}(:?\d{2})?)$', '')
);

-- the time of a text, midnight where it has none; 12 AM is midnight, 12 PM noon
create or replace macro clock_of(v) as (
    case when not regexp_matches(v, '[T ,]\d{1,2}:') then time '00:00' else clock_alone(without_zone(v)) end
);

create or replace macro day_of(v, slashes, latest_year) as (
    case when is_iso_day(v) then v::date when clock_of(v) is not null then written_day(day_text(v), slashes, latest_year) end
);

-- a day with a time; where a zone is stated, the time in UTC
create or replace macro moment_of(v, slashes, latest_year) as (
    written_day(day_text(v), slashes, latest_year) + clock_of(v) - to_seconds(coalesce(zone_seconds(v), 0))
    + to_seconds(coalesce(round((day_number(v) - floor(day_number(v))) * 86400), 0)::integer)
);

-- whether a day was written with two digits for its year
create or replace macro has_short_year(v) as (
    regexp_matches(day_text(v), '\D\d{2}$') and not regexp_matches(v, '^\d{4}')
);
