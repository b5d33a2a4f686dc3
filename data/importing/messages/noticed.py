"""What is stored all the same, but worth a look."""

WARNINGS: dict[str, str] = {
    "rounded-money": "Amounts in {column} with more than two decimals, rounded half up to cents: {count}.",
    "open-end": (
        "Days in {column} that were 9999-12-31 or 0001-01-01, which stand for “no end”, and are read as empty: {count}."
    ),
    "day-number": "Days in {column} that were a spreadsheet's day numbers, such as {value}, read as days: {count}.",
    "short-year": "Days in {column} with two digits for the year, read as years up to {value}: {count}.",
    "year-first": "Days in {column} with two digits for the year, read with the year first, such as {value}: {count}.",
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
    "zone": "Times in {column} that named a time zone and are kept in UTC, such as {value}: {count}.",
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
    "priority-figures": (
        "The column {column} holds figures, of which 1 may be the most urgent or the least: it is kept as an attribute "
        "unless you confirm it as the severity, 5 being the gravest."
    ),
    "severity-words": "Words in {column} read as a severity from 1 to 5: {count} ({value}).",
    "yes-words": "Words in {column} read as yes or no: {count} ({value}).",
    "zone-day": "Days in {column} with a time of another zone, kept as the day written there, as {value}: {count}.",
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
