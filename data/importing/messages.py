"""The sentences of an import's faults and warnings, by code: what is wrong and what would be accepted."""

FAULTS: dict[str, str] = {
    # a value
    "not-a-number": "{column} holds “{value}”, which is not a number. Write it like 1234.56 or 1234,56.",
    "not-an-integer": "{column} holds “{value}”, which is not a whole number. Write it like 12.",
    "not-a-share": "{column} holds “{value}”, which is not a share. Write it like 0.12 or 12 %.",
    "not-a-boolean": "{column} holds “{value}”, which is neither yes nor no. Write yes or no.",
    "not-a-day": (
        "{column} holds “{value}”, which is not a day of the calendar. Write it like 2026-01-31 or 31.01.2026."
    ),
    "not-a-moment": "{column} holds “{value}”, which is not a day with a time. Write it like 2026-01-31 14:30.",
    "not-a-month": "{column} holds “{value}”, which is not a month. Write it like 2026-01.",
    "not-in-list": (
        "{column} holds “{value}”, which isn't in the list. Accepted: {accepted}. "
        "Or say in a mapping file what it means:\n{lines}"
    ),
    "broken-id": (
        "{column} holds “{value}”: a spreadsheet has shortened this number and its last digits are lost. "
        "Export it again with the column formatted as text."
    ),
    "missing-value": "{column} is empty, but every row of {table} needs it. Fill it in.",
    # a row
    "no-closing-day": "The deal is {stage} but has no closing day. Fill in the day on which it was won or lost.",
    "days-reversed": "{column} ({value}) is before {earlier} ({before}). Correct whichever of the two days is wrong.",
    "out-of-range": "{column} holds {value}. Accepted: {accepted}.",
    "implausible-day": "{column} holds {value}. Accepted: days from 1970-01-01 to {latest}.",
    "duplicate-key": (
        "{key} stands in more than one row (first in line {first}), and the rows differ in {fields}. Keep one of them."
    ),
    "no-rate": (
        "There is no rate for {value} on or before {day}. Add one to a rates file (currency, from_on, rate), "
        "or correct the currency."
    ),
    "unknown-client": (
        "There is no client “{value}”, neither in these files nor among those imported before. "
        "Import the client too, or correct the number."
    ),
    "unknown-invoice": (
        "There is no invoice “{value}”, neither in these files nor among those imported before. "
        "Import the invoice too, or correct the number."
    ),
    # a table or a file
    "orphaned": (
        "Replacing {table} would leave stored rows of {child} ({count}) without “{value}”, which the file lacks. "
        "Add it to the file, or import with upsert instead of replace."
    ),
    "unsure-removal": (
        "Rows of {table} are refused, so it isn't sure which stored rows the files lack. "
        "Mend the refused rows first, or import without marking any of {table} removed."
    ),
    "no-rows": "{file} has headings but no rows, so nothing would be left of {table}. Export it again with its rows.",
    "needs-director": "{table} may be imported by a director only. Ask a director to import this file.",
    "unknown-table": (
        "{file} could not be recognised from its headings ({headings}). "
        "Say what it holds with --table, or in a mapping file:\n[{stem}.{example}.columns]\n{suggestion}"
    ),
    "no-headings": (
        "{file} has no headings: its first line holds values ({headings}). Add a line with the columns' names above "
        "it, or say in a mapping file which line they stand in, 0 for none (the columns are then called “column 1”, "
        "“column 2” …):\n[{section}.read]\nheader_line = {line}   # or 0"
    ),
    "missing-column": (
        "{file} was taken for {table} but has no column for {missing}. Headings that nothing uses: {unused}. "
        "Name the right one in a mapping file:\n{suggestion}"
    ),
    "mixed-days": (
        "{column} has days with the day first (line {line}: {first}) and days with the month first "
        "(line {other}: {value}). Export the file with days like 2026-01-31, or say which holds in a mapping file, and "
        "the others are refused line by line:\n[{section}.read]\nday_first = true   # or false"
    ),
    # values that can be read in several ways: a question
    "ambiguous-day": (
        "Days like {value} (line {line}) in {column} can be read in two ways, and nothing decides whether the day or "
        "the month comes first. Say in a mapping file whether it is the day:\n{lines}"
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
    "foreign-currency": (
        "{column} is in {currency}, but {table} can hold amounts in {workspace} alone, the workspace's currency. "
        "Convert them, or name the right currency in a mapping file (currency under read)."
    ),
    "other-currency": (
        "{column} holds “{value}”, but the amounts of this row are in {currency}. Give the row one currency."
    ),
    "ragged-row": (
        "The row has {found} cells, the headings {expected}. If a value holds the separator, put it in double quotes; "
        "if a value is missing, leave its place empty between two separators."
    ),
    # a question
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
    "toml-syntax": "{file} can't be read: {reason}.",
    "bad-access": "{file}: {reason}.",
    "bad-scheme": "{file}: {reason}.",
}

CLOSE_VALUE = (
    "{column} holds “{value}”, which isn't in the list. Did you mean “{close}”? Accepted: {accepted}. "
    "Or say in a mapping file what it means:\n{lines}"
)
ONCE_CLOSED = "{column} is empty, but a deal needs it once it is won or lost. Fill it in."
ONCE_WON = "{column} is empty, but a deal needs it once it is won. Fill it in."

ORPHANED_BY_REMOVAL = (
    "Marking what the files of {table} lack as removed would leave rows of {child} ({count}) without “{value}”. "
    "Add it to the file, import {child} without those rows and mark them removed too, or mark none of {table}."
)

FILES: dict[str, str] = {
    "empty-file": "{file} is empty. Export it again.",
    "not-in-encoding": (
        "{file} is not in {encoding}: line {line} holds the byte {byte}. "
        "Save it as “CSV UTF-8” (in Excel: Save as → CSV UTF-8) and import it again."
    ),
    "mixed-encodings": (
        "{file} is in {encoding} up to line {line}, which isn't: it holds the byte {byte} in “{value}”. "
        "Correct that line, or export the file again, all of it in UTF-8."
    ),
    "nul-bytes": "{file} holds NUL bytes (first in line {line}), so it isn't plain text. Export it again.",
    "wrong-kind": "{file} is {kind}, not a table that can be imported. {remedy}",
    "headings-misfit": (
        "No row of {file} fits its headings: line {line} has {found} cells, the headings {expected}. "
        "If values hold the separator ({separator}), put them in double quotes, or export with another one."
    ),
    "unclosed-quote": '{file} opens a double quote in line {line} that nothing closes. Close it, or double it ("").',
    "duplicate-heading": "{file} has the heading “{value}” more than once (columns {columns}). Rename one of them.",
    "blank-heading": "Column {columns} of {file} has values but no heading. Give it one, or delete the column.",
    "too-long": "The row that begins in line {line} of {file} has a value longer than {limit} characters. Shorten it.",
    "too-many-columns": "{file} has {count} columns; at most {limit} are read. Export only those that are needed.",
    "too-large": "{file} is larger than {limit} once unpacked. Export it in parts.",
    "bad-archive": "{file} can't be unpacked ({reason}). Make the archive again, without a password.",
    "no-files": "{file} holds no files that can be imported. Name a CSV file, or a folder or zip with CSV files in it.",
    "not-found": "There is no file {file}.",
    # workbooks, web pages, Parquet, JSON
    "locked-workbook": "{file} is protected by a password. Open it, save it without one, and import it again.",
    "damaged-workbook": (
        "{file} can't be read as a workbook ({reason}). "
        "Open it in Excel or LibreOffice, save it again as .xlsx, and import that."
    ),
    "no-sheets": "{file} has no sheet with cells, only charts or macros. Export the table itself.",
    "empty-workbook": "No sheet of {file} holds anything. Export it again.",
    "only-hidden-sheets": (
        "Only hidden sheets of {file} hold anything ({value}). Show the one that you mean and save the file, "
        'or say in a mapping file which to read, as in sheet = "{first}".'
    ),
    "no-such-sheet": "{file} has no sheet “{value}”. Its sheets: {known}.",
    "uncomputed-formulas": (
        "{file} holds formulas that were never computed, the first in {cell}. "
        "Open it in Excel or LibreOffice, save it, and import it again."
    ),
    "sheet-too-wide": "{file} has more than {limit} columns. Export only those that are needed.",
    "no-web-table": (
        "{file} is a web page without a table. Perhaps the export had ended at a sign-in page: sign in, export again."
    ),
    "broken-page": (
        "{file} is a web page that can't be read to its end: something in it is nested too deep or too long. "
        "Open it in a spreadsheet and save it as .xlsx."
    ),
    "page-encoding": (
        "{file} should be in {encoding}, but line {line} holds the byte {byte}, which that doesn't have. "
        'Export it again, or say in a mapping file what it is in, as in encoding = "cp1257".'
    ),
    "bad-parquet": "{file} can't be read as Parquet ({reason}). Export it again.",
    "bad-json": "Line {line} of {file} is not the JSON that is read ({reason}). Write one record a line, or one list.",
    "no-records": "{file} holds no records. Write one a line, such as {example}.",
    "json-too-large": "{file} is a list of records larger than {limit}. Write one record a line, or export in parts.",
    "repeated-key": "A record in {file} has the key “{value}” twice (line {line}). Rename one of them.",
}

WARNINGS: dict[str, str] = {
    "rounded-money": "Amounts in {column} with more than two decimals, rounded half up to cents: {count}.",
    "open-end": (
        "Days in {column} that were 9999-12-31 or 0001-01-01, which stand for “no end”, and are read as empty: {count}."
    ),
    "day-number": "Days in {column} that were a spreadsheet's day numbers, such as {value}, read as days: {count}.",
    "short-year": "Days in {column} with two digits for the year, read as years up to {value}: {count}.",
    "dmy-by-file": "Days in {column} that could be read in two ways, read with the day first as in {value}: {count}.",
    "mdy-by-file": "Days in {column} that could be read in two ways, read with the month first as in {value}: {count}.",
    "point-by-file": (
        "Numbers in {column} that could be read in two ways, read with a point before decimals as in {value}: {count}."
    ),
    "comma-by-file": (
        "Numbers in {column} that could be read in two ways, read with a comma before decimals as in {value}: {count}."
    ),
    "number-style": "Numbers in {column} that are not written like 1234.56, read such as {value}: {count}.",
    "currency-sign": "Amounts in {column} with a currency's sign, read as amounts in {value}: {count}.",
    "nothing-words": "Cells in {column} with a word for “nothing”, read as empty: {count} ({value}).",
    "look-alike": (
        "Values of {column} that differ from others only in letters of another alphabet that look the same: {count} "
        "(the first is “{value}” in line {line}). They count as different; correct them where they mean the same."
    ),
    "unseen-letters": (
        "Cells in {column} with letters that nobody sees or accents apart from their letters, set right: {count}."
    ),
    "zone": "Times in {column} that named a time zone and are kept in UTC: {count}.",
    "credit": "Invoices with a negative amount, read as credits: {count}.",
    "expected-day": (
        "Open deals with a closing day, read as the day on which they are expected to close: {count} "
        "(first in line {line})."
    ),
    "repeated-row": "Rows that stand in the files again, exactly the same, and count once: {count}.",
    "empty-row": "Empty rows, left out: {count}.",
    "preamble": "Lines above the headings, left out: {count} (first in line {line}).",
    "footer": "Lines below the table, left out: {count} (first in line {line}).",
    "joined-headings": "Headings in several lines, read as one: {count} lines, from line {line}.",
    "repeated-headings": "Rows that repeat the headings, left out: {count} (first in line {line}).",
    "total-row": "Rows of totals, left out: {count} (first in line {line}).",
    "inner-quotes": "Rows with quotes inside a value, kept as part of it: {count} (first in line {line}).",
    "row-separator": "Rows parted by another separator than the others: {count} (first in line {line}).",
    "trailing-separator": "Rows that ended in a separator with nothing behind it, read without it: {count}.",
    "blank-heading": "An empty column without a heading was left out.",
    "left-out": "{name} was left out: {reason}.",
    "mapping-not-kept": "{name} is stored, but its mapping couldn't be kept for the next time: {reason}",
    "coarser-period": "The column {column} was left out: its months have columns of their own.",
    "unfit-values": (
        "The column {column} holds other things than the list of its name: it is kept as an attribute unless you "
        "confirm it and say what its values mean."
    ),
    "total-column": "The column {column} was left out: it adds up others.",
    "odd-total": "The column {column} looks like a total but doesn't add up the others: it is kept as an attribute.",
    "alias-used": "Values of {column} that are another system's numbers, translated by the aliases: {count}.",
    "unknown-client": "Rows that name a client who isn't known in {column}: {count} (the first is “{value}”).",
    "unknown-manager": "Rows that name a manager who isn't known in {column}: {count} (the first is “{value}”).",
    "unknown-product": "Rows that name a product that isn't known in {column}: {count} (the first is “{value}”).",
    "unknown-campaign": "Rows that name a campaign that isn't known in {column}: {count} (the first is “{value}”).",
    "unknown-deal": "Rows that name a deal that isn't known in {column}: {count} (the first is “{value}”).",
    "unknown-invoice": "Rows that name an invoice that isn't known in {column}: {count} (the first is “{value}”).",
    "hidden-sheets": "Hidden sheets, left out: {count} ({value}).",
    "hidden-rows": "Rows that a sheet hides, perhaps by a filter, and that are read like all: {count}.",
    "merged-cells": "Cells that reach over several rows, whose value stands in the first of them: {count}.",
    "uncomputed-formulas": "Formulas without a result, read as empty: {count}. If they should have one, save again.",
    "no-rows": "{file} has headings but no rows.",
    "other-encoding": "The file is in {encoding}, not in UTF-8, and was read so (first needed in line {line}).",
    "dropped-nuls": "NUL bytes behind the last line ({line}), left out.",
    "likely-known": (
        "New rows that look like ones known under other numbers: {count} (the first is “{value}”). "
        "Confirm the matches, or they are stored beside them."
    ),
    "ahead": "{table} has days after {today} (up to {value}): it counts as known up to then unless you say otherwise.",
    "behind": (
        "{table} has nothing after {value}, though it was never silent for so long and other tables go up to {other}: "
        "it counts as known up to {value}. Where nothing has happened since, say up to which day it is known."
    ),
    "lone-day": (
        "{table} has days up to {value}, long after all others (the latest of them: {before}): it counts as known up "
        "to {value} unless you say otherwise."
    ),
}


def fault_template(code: str) -> str:
    """The sentence of a fault, as a template with named places.

    Raises:
        KeyError: no fault has that code.
    """
    return FAULTS[code] if code in FAULTS else FILES[code]


def warning_template(code: str) -> str:
    """The sentence of a warning, as a template with named places.

    Raises:
        KeyError: no warning has that code.
    """
    return WARNINGS[code]


def doubt_sentence(code: str, **values: object) -> str:
    """What is odd about a file, in a sentence, for whoever only reads it: nothing is said of mapping files.

    Raises:
        KeyError: nothing has that code.
    """
    template = FAULTS.get(code) or FILES.get(code) or WARNINGS[code]
    return template.partition("\n[")[0].format_map({"section": "", **values})
