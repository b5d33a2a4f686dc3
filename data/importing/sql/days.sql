-- How text becomes a day or a moment. Every macro gives null for text that isn't one.

-- a day as it stands before an optional time: ISO, 31.01.2026, 20260131, or with slashes in the order of slash_format
create or replace macro day_of(v, slash_format) as (
    case
        when regexp_full_match(v, '\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ]+\d{1,2}:.*)?')
            then try_cast(regexp_replace(regexp_extract(v, '^[0-9./-]+'), '[/.]', '-', 'g') as date)
        when regexp_full_match(v, '\d{8}') then try_strptime(v, '%Y%m%d')::date
        when regexp_full_match(v, '\d{1,2}\.\d{1,2}\.\d{4}([T ]+\d{1,2}:.*)?')
            then try_strptime(regexp_extract(v, '^[0-9.]+'), '%d.%m.%Y')::date
        when regexp_full_match(v, '\d{1,2}[/-]\d{1,2}[/-]\d{4}([T ]+\d{1,2}:.*)?')
            then try_strptime(replace(regexp_extract(v, '^[0-9/-]+'), '-', '/'), slash_format)::date
    end
);

-- seconds that a time stated with a zone is ahead of UTC; null without a zone
create or replace macro zone_seconds(v) as (
    case
        when regexp_matches(v, ':\d{2}(\.\d+)?\s?Z$') then 0
        when regexp_matches(v, ':\d{2}(\.\d+)?\s?[+-]\d{2}(:?\d{2})?$')
            then (regexp_extract(v, '([+-]\d{2}):?(\d{2})?$', 1)::integer * 3600)
                + case when regexp_extract(v, '([+-])\d{2}:?(\d{2})?$', 1) = '-' then -60 else 60 end
                * coalesce(try_cast(regexp_extract(v, '[+-]\d{2}:?(\d{2})$', 1) as integer), 0)
    end
);

create or replace macro clock_of(v) as (
    case
        when not regexp_matches(v, '[T ]+\d{1,2}:') then time '00:00'
        else try_cast(
            regexp_extract(v, '[T ]+(\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?)\s?(Z|[+-]\d{2}(:?\d{2})?)?$', 1) as time
        )
    end
);

-- a day with a time; where a zone is stated, the time in UTC
create or replace macro moment_of(v, slash_format) as (
    day_of(v, slash_format) + clock_of(v) - to_seconds(coalesce(zone_seconds(v), 0))
);
