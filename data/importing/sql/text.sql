-- How a cell becomes tidy text. Blanks include the no-break, narrow and thin spaces of spreadsheets.

create or replace macro trimmed(v) as (
    regexp_replace(v, '^[\s\x{a0}\x{2009}\x{202f}]+|[\s\x{a0}\x{2009}\x{202f}]+$', '', 'g')
);

-- characters that are not seen: zero-width ones and changes of direction are taken out, accents composed
create or replace macro seen_text(v) as (
    nfc_normalize(
        regexp_replace(v, '[\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{2066}-\x{2069}\x{feff}]', '', 'g')
    )
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
    case
        when v[1] = chr(39) and v[2] in ('=', '+', '-', '@', chr(9), chr(13)) then nullif(trimmed(seen_text(v[2:])), '')
        else nullif(trimmed(seen_text(v)), '')
    end
);

-- the words for "nothing", which are missing but in names and free text
create or replace macro without_nothing(v) as (
    case when length(v) < 5 and lower(v) in ('null', 'n/a', '-', 'none') then null else v end
);

-- an id as it is; one that a spreadsheet has shortened (1.23E+16) has lost digits and is none
create or replace macro intact_id(v) as (
    case when regexp_full_match(v, '\d(\.\d+)?[eE]\+\d{2,}') then null else v end
);
