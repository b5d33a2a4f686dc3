"""docs/data.md, written from the contract: ``python -m data.documentation`` writes it anew, a test compares."""

from collections.abc import Iterator
from pathlib import Path

from data.contract import TABLES, Column, Table, aliases

PATH = Path(__file__).resolve().parent.parent / "docs" / "data.md"

_KINDS = {
    "id": "id (text, kept exactly)",
    "text": "text",
    "choice": "one of a list",
    "money": "money",
    "number": "number",
    "rate": "rate (8 decimals)",
    "integer": "whole number",
    "share": "share",
    "boolean": "yes or no",
    "day": "day",
    "moment": "day and time",
    "month": "month",
}
_HEADINGS_SHOWN = 6
_INTRODUCTION = """# The data that Haldur takes

Written from `data/contract` by `python -m data.documentation`; don't edit it by hand.

Only `clients` with `deals` or `invoices` are needed to start; every other table switches more analyses on.
A file is CSV in UTF-8 with commas, semicolons or tabs, by itself, in a folder or in a zip archive. Its table and columns
are found by its headings: the names below, or the other headings that `data/contract/words` lists. Whatever isn't
found can be said in a mapping file (see the end).

- **Bold** columns are the key: one row for each. An empty part of a key stands for “all” or “the whole company”.
- Every row needs the columns marked “yes”; ° marks custom fields that few systems export.
- Days are read as 2026-01-31, 31.01.2026, 20260131 or 2026/01/31, with a time behind them or not, in words (31 January 2026, January 31, 2026, 31. jaanuar
  2026, 31 января 2026 г., 31. Jan. 2026) and as a spreadsheet's day numbers; 31/01/2026 where the column, or another of the file, leaves no doubt which comes
  first. 31.01.26 is a year up to next year's, in columns that lie ahead up to 20 years on. 9999-12-31 and 0001-01-01 mean “no end” and are empty.
- Times that name a zone are kept in UTC.
- Numbers may have a point or a comma before decimals and blanks, points, commas or apostrophes between thousands, as the column or the file's other columns
  leave no doubt; (12.50), 12.50- and −12.50 are negative. Groups of two digits, as in 1,23,456, are refused.
- Money is kept to the cent. One currency's sign throughout (€ 12.50, 12,50 EUR, 10 kr) is the currency of its rows; several are asked about.
- Shares are fractions: 0.12, 12 % and 12,5% are read as such; bare numbers beside per cents in one column are asked about.
- An empty cell, `NULL`, `n/a`, `-` and `none` are missing, but not in names and free text; in numbers, days, ids and closed lists `#N/A`, `nan`, `–` and
  `—` are too.
- What can be read in two ways is asked about, once for a file, and the answer is remembered for files with the same headings.
- Columns that no heading is known for are kept as attributes of the row: numbers, days, yes and no, or text. Nothing is asked about them: what could be read
  in two ways (1.234 alone, 03/04/2025, 15% beside 0.2, several currencies) stays text.
"""
_MAPPING = """## A mapping file

```toml
[sales_pipeline.deals.columns]        # [the file's name without its ending . table . columns]
opportunity_id = "deal_id"            # heading = column
engage_date = ["opened_on"]           # one heading may feed several columns
remark = ""                           # leaves a heading out
[sales_pipeline.deals.values.deal_stage]
Prospecting = "lead"                  # what a cell holds = what it means; "" is an empty cell
[sales_pipeline.deals.set]
stage = "won"                         # a column that the file lacks, the same for all its rows
[sales_pipeline.deals.read]           # only where the file can be read in two ways
day_first = true                      # 03/04/2026 is 3 April
year_first = true                     # 26-04-03 is 3 April 2026
decimal = ","                         # 1.234 is over a thousand
percent = false                       # 0.2 beside 15% is 20 %
currency = "cells"                    # each amount's own sign says its currency; or the currency of all, such as "EUR"
```

A file whose name has an empty table (`[notes]`) is left out. A mapping that was used for a stored import is remembered
for files with the same headings.
"""


def describe() -> str:
    """The whole document."""
    return "\n".join([_INTRODUCTION, *(_section(table) for table in TABLES), _MAPPING])


def write(path: Path = PATH) -> None:
    """Writes the document to ``path``."""
    path.write_text(describe(), encoding="utf-8")


def _section(table: Table) -> str:
    lines = [f"## {table.name}: {table.title}", ""]
    if table.director_only:
        lines += ["Imported by a director, or the local user, alone.", ""]
    lines += ["| column | what it holds | needed | other headings, for example |", "|---|---|---|---|"]
    lines += [_row(table, column) for column in table.columns]
    lines += ["", *_rules(table)]
    return "\n".join(lines)


def _row(table: Table, column: Column) -> str:
    name = f"**{column.name}**" if column.name in table.key else column.name
    needed = "yes" if column.required else ""
    return f"| {name}{'°' if column.custom else ''} | {_holds(column)} | {needed} | {_headings(table, column)} |"


def _holds(column: Column) -> str:
    """What a column takes, in words."""
    parts = [_KINDS[column.kind]]
    if column.choices:
        parts[0] = ", ".join(f"`{choice}`" for choice in column.choices)
    if column.to:
        parts.append(f"of {column.to}" + ("; an unknown one rejects the row" if column.strict else ""))
    parts.append(_bounds(column))
    parts.append(column.note)
    return "; ".join(part for part in parts if part)


def _bounds(column: Column) -> str:
    if column.low is not None and column.high is not None:
        return f"{column.low} to {column.high}"
    return f"{column.low} or more" if column.low is not None else ""


def _headings(table: Table, column: Column) -> str:
    """A few of the other headings that are known for a column."""
    own = aliases().get(table.name, {}).get(column.name, ())
    listed = [*own, *aliases().get("any", {}).get(column.name, ())]
    return ", ".join(dict.fromkeys(listed[:_HEADINGS_SHOWN]))


def _rules(table: Table) -> Iterator[str]:
    for earlier, later in table.order:
        yield f"- `{later}` is not before `{earlier}`."
    happened = [f"`{column.name}`" for column in table.columns if column.happened]
    if happened:
        yield f"- Known through: the latest of {', '.join(happened)}."
    if table.order or happened:
        yield ""


if __name__ == "__main__":
    write()
