"""What a file leaves open: it waits until a person says which reading is meant."""

QUESTIONS: dict[str, str] = {
    "no-headings": (
        "{file} has no headings: its first line holds values ({headings}). Add a line with the columns' names above "
        "it, or say in a mapping file which line they stand in, 0 for none (the columns are then called “column 1”, "
        "“column 2” …):\n[{section}.read]\nheader_line = {line}   # or 0"
    ),
    "mixed-days": (
        "{column} has days with the day first (line {line}: {value}) and days with the month first "
        "(line {other}: {other_value}). Export the file with days like 2026-01-31. "
        "Say in a mapping file which holds, and the others are refused line by line:\n{lines}"
    ),
    "ambiguous-day": (
        "Days like {value} (line {line}) in {column} can be read in two ways, and nothing decides whether the day or "
        "the month comes first. Say in a mapping file whether it is the day:\n{lines}"
    ),
    "ambiguous-year": (
        "Days like {value} (line {line}) in {column} can be read with the year first or last, and nothing decides. "
        "Say in a mapping file which comes first:\n{lines}"
    ),
    "ambiguous-number": (
        "Numbers like {value} (line {line}) in {column} can be read in two ways, and nothing decides whether the sign "
        "in them stands before decimals or between thousands. Say in a mapping file which sign stands before "
        "decimals:\n{lines}"
    ),
    "ambiguous-percent": (
        "Numbers like {value} (line {line}) in {column} stand beside ones with %. "
        "Say in a mapping file whether those without % are per cents too:\n{lines}"
    ),
    "ambiguous-currency": (
        "Amounts like {value} (line {line}) in {column} carry the signs of currencies, and nothing decides which "
        "currency each amount is in. "
        "Say in a mapping file the currency of all of them, or “cells” where each amount's own sign says it and one "
        "without a sign is in the workspace's currency:\n{lines}"
    ),
    "several-tables": (
        "{file} holds {count} tables; the second begins in line {line} ({value}). "
        "Import each from a file of its own, or say in a mapping file which one is meant:\n"
        "[{section}.read]\ntable = 1   # or 2"
    ),
    "unsure-total": (
        "A row that begins with “{value}” looks like a total, but its numbers aren't the sums of those above. "
        "Say in a mapping file whether such rows are left out:\n[{section}.read]\ntotals = true   # or false"
    ),
    "ambiguous-encoding": (
        "{file} can be read in several encodings that fit about equally well. {readings}. "
        'Say which in a mapping file:\n[{section}.read]\nencoding = "{first}"   # or {others}'
    ),
    "written-twice": (
        "{file} seems to have been written in UTF-8 twice, so that letters have become two. {readings}. "
        'Say which is right in a mapping file:\n[{section}.read]\nencoding = "{first}"   # or {others}'
    ),
}
