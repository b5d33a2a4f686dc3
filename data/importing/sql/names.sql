-- How names, registry codes, VAT numbers and e-mails of two systems are compared: what is left once the ways of
-- writing them are taken away.

-- Cyrillic letters in Latin ones (as passports have them), and Latin ones that have no accent to lose
create or replace macro latin(v) as (
    translate(
        replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
            v, 'щ', 'shch'), 'ж', 'zh'), 'х', 'kh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'ю', 'iu'), 'я', 'ia'),
            'ß', 'ss'), 'æ', 'ae'),
        'абвгдеёзийклмнопрстуфыэіїєґøłđъь',
        'abvgdeeziiklmnoprstufyeiiegold'
    )
);

create or replace macro bare_name(v) as (
    trim(regexp_replace(
        regexp_replace(
            regexp_replace(strip_accents(latin(lower(v))), '[''’`"«»“”„]', '', 'g'),
            '\b([a-z])[./]', '\1', 'g'
        ),
        '[^a-z0-9]+', ' ', 'g'
    ))
);

-- legal forms in full words wherever they stand, in letters at either end
create or replace macro formless_name(v) as (
    trim(regexp_replace(
        trim(regexp_replace(
            v,
            '\b(osauhing|aktsiaselts|taisuhing|usaldusuhing|mittetulundusuhing|sihtasutus|'
            || 'sabiedriba ar ierobezotu atbildibu|akciju sabiedriba|'
            || 'uzdaroji akcine bendrove|akcine bendrove|'
            || 'gesellschaft mit beschrankter haftung|aktiengesellschaft|'
            || 'obshchestvo s ogranichennoi otvetstvennostiu|(publichnoe |zakrytoe |otkrytoe )?aktsionernoe obshchestvo|'
            || 'individualnyi predprinimatel|osakeyhtio|aktiebolag|'
            || 'and|und|ja|limited liability company|public limited company|limited|incorporated|corporation)\b',
            ' ', 'g'
        )),
        '^((ou|as|tu|uu|mtu|fie|sia|uab|ab|mb|ooo|oao|zao|pao|ao|ip|tov|oy|gmbh) +)+|'
        || '( +(ou|as|tu|uu|mtu|fie|sa|sia|uab|ab|mb|ooo|oao|zao|pao|ao|ip|tov|oy|oyj|asa|aps|gmbh|ag|kg|mbh|ug|se|'
        || 'ltd|llc|llp|plc|inc|corp|bv|nv|sarl|sas|srl|sp z o ?o))+$',
        '', 'g'
    ))
);

create or replace macro plain_name(v) as (
    nullif(array_to_string(list_sort(regexp_split_to_array(
        coalesce(nullif(formless_name(bare_name(v)), ''), bare_name(v)), ' +'
    )), ' '), '')
);

create or replace macro plain_code(v) as (nullif(upper(regexp_replace(v, '[^\p{L}0-9]+', '', 'g')), ''));

-- a VAT number's figures, and the country before them where it is said
create or replace macro vat_figures(v) as (regexp_replace(plain_code(v), '^[A-Z]{2}([0-9].*)$', '\1'));
create or replace macro vat_country(v) as (regexp_extract(plain_code(v), '^([A-Z]{2})[0-9]', 1));

create or replace macro plain_email(v) as (
    case when contains(v, '@') then regexp_replace(lower(trim(v)), '^mailto:|\s+', '', 'g') end
);
