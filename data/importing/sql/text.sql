-- How a cell becomes tidy text. Blanks include the no-break, narrow and thin spaces of spreadsheets.

create or replace macro trimmed(v) as (
    regexp_replace(
        v,
        '^[\s\x{a0}\x{2000}-\x{200a}\x{202f}\x{3000}]+|[\s\x{a0}\x{2000}-\x{200a}\x{202f}\x{3000}]+$', '', 'g'
    )
);

-- characters that are not seen: zero-width ones and changes of direction are taken out, accents composed
create or replace macro seen_text(v) as (
    nfc_normalize(regexp_replace(
        v, '[\x{ad}\x{61c}\x{180e}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2064}\x{2066}-\x{2069}\x{feff}]', '', 'g'
    ))
);

create or replace macro has_unseen(v) as (
    case
        when strlen(v) <> length(v)
            then regexp_matches(
                v,
                '[\x{ad}\x{61c}\x{180e}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2064}\x{2066}-\x{2069}\x{feff}'
                || '\x{2126}\x{212a}\x{212b}\pM]'
            )
        else false
    end
);

-- whether a cell may need tidying: blanks around it, a guard against formulas, letters beyond ASCII
create or replace macro is_untidy(v) as (
    v < '!'
    or starts_with(v, chr(39))
    or ends_with(v, ' ')
    or ends_with(v, chr(9))
    or ends_with(v, chr(10))
    or ends_with(v, chr(13))
    or strlen(v) <> length(v)
);

-- an untidy cell tidied; the apostrophe that guards a spreadsheet against formulas goes
create or replace macro tidy_text(v) as (
    nullif(trimmed(case when v[1] = chr(39) and v[2] in ('=', '+', '-', '@', chr(9), chr(13)) then v[2:] else v end), '')
);

create or replace macro tidy_seen_text(v) as (tidy_text(seen_text(v)));

-- the words for "nothing", which are missing but in names and free text
create or replace macro is_nothing(v) as (
    case when length(v) < 5 then lower(v) in ('null', 'n/a', '-', 'none') else false end
);

-- in numbers, days, ids and closed lists, what spreadsheets and programs write for "nothing" is missing too
create or replace macro is_nothing_at_all(v) as (
    case
        when strlen(v) < 9 and (v < '0' or v >= 'N' and v < 'O' or v >= '\' and v < ']' or v >= 'n' and v < 'o' or v > '~')
            then lower(v) in (
                'null', 'n/a', '-', 'none', '–', '—', 'nan', '\n', '#n/a', '#na', '#н/д', '#nv', '#puudub!'
            )
        else false
    end
);

create or replace macro without_nothing(v) as (case when is_nothing(v) then null else v end);

create or replace macro without_any_nothing(v) as (case when is_nothing_at_all(v) then null else v end);

-- letters of other alphabets that look like Latin ones as those: two texts that look alike have one skeleton
create or replace macro skeleton(v) as (
    translate(
        v,
        'АВЕЗКМНОРСТУХІЈЅаеорсухіјѕԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοα',
        'ABE3KMHOPCTYXIJSaeopcyxijsdhABEZHIKMNOPTYXoa'
    )
);

-- an id as it is; one that a spreadsheet has shortened (1.23E+16) has lost digits and is none
create or replace macro intact_id(v) as (
    case when contains(v, '+') and regexp_full_match(v, '\d([.,]\d+)?[eE]\+\d{2,}') then null else v end
);
