"""What is wrong with a value or a row: the row is refused, the others of its file may be stored."""

ROWS: dict[str, str] = {
    "not-a-number": "{column} holds “{value}”, which is not a number. Write it like 1234.56 or 1234,56.",
    "not-an-integer": "{column} holds “{value}”, which is not a whole number. Write it like 12.",
    "not-a-share": "{column} holds “{value}”, which is not a share. Write it like 0.12 or 12 %.",
    "not-a-boolean": "{column} holds “{value}”, which is neither yes nor no. Write yes or no.",
    "not-a-day": (
        "{column} holds “{value}”, which is not a day of the calendar. Write it like 2026-01-31 or 31.01.2026."
    ),
    "not-a-moment": (
        "{column} holds “{value}”, which is not a day with a time. "
        "Write it like 2026-01-31 14:30, with a zone as 2026-01-31 14:30 +02:00."
    ),
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
    "other-currency": (
        "{column} holds “{value}”, but the amounts of this row are in {currency}. Give the row one currency."
    ),
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
    "ragged-row": (
        "The row has {found} cells, the headings {expected}. If a value holds the separator, put it in double quotes; "
        "if a value is missing, leave its place empty between two separators."
    ),
}

CLOSE_VALUE = (
    "{column} holds “{value}”, which isn't in the list. Did you mean “{close}”? Accepted: {accepted}. "
    "Or say in a mapping file what it means:\n{lines}"
)
ONCE_CLOSED = "{column} is empty, but a deal needs it once it is won or lost. Fill it in."
ONCE_WON = "{column} is empty, but a deal needs it once it is won. Fill it in."
