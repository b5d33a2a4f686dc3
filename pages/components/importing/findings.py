"""What a check found, in words: the headline, the refused rows by reason, the changes."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pandas import DataFrame

from analytics.words import N_, _, money, month, ngettext, number, signed, whole

Report = Mapping[str, Any]

SHORT: dict[str, str] = {
    "not-a-number": N_("Not a number"),
    "not-an-integer": N_("Not a whole number"),
    "not-a-share": N_("Not a share"),
    "not-a-boolean": N_("Neither yes nor no"),
    "not-a-day": N_("Not a day of the calendar"),
    "not-a-moment": N_("Not a day with a time"),
    "not-a-month": N_("Not a month"),
    "not-in-list": N_("Not in the list"),
    "broken-id": N_("Number cut by a spreadsheet"),
    "missing-value": N_("Empty, but needed"),
    "no-closing-day": N_("Closed, but no closing day"),
    "days-reversed": N_("Days in the wrong order"),
    "out-of-range": N_("Out of range"),
    "implausible-day": N_("A day that can't be"),
    "duplicate-key": N_("More than one row of this key"),
    "no-rate": N_("No rate for the currency"),
    "unknown-client": N_("No such client"),
    "unknown-invoice": N_("No such invoice"),
    "needs-director": N_("For a director to import"),
    "ragged-row": N_("More or fewer cells than headings"),
    "other-currency": N_("Two currencies in one row"),
}
"""What is wrong with a value or a row, in a few words, by code; other codes show their whole sentence."""
MENDED_IN_COLUMNS = N_("Say under Columns what it is.")
_IN_COLUMNS = ("unknown-table", "missing-column", "not-in-list")
"""Faults that a choice under Columns mends, beside those that have readings to choose from."""
KINDS = ("unchanged", "added", "changed", "rejected")


def counts(report: Report) -> dict[str, int]:
    """Rows unchanged, added, changed and rejected, over all tables."""
    return {kind: sum(table[kind] for table in report["tables"].values()) for kind in KINDS}


def good_rows(report: Report) -> int:
    """The rows that would be stored."""
    found = counts(report)
    return sum(found.values()) - found["rejected"]


def holds_something(report: Report) -> bool:
    """Whether there is anything to store: rows, or a document such as a scheme."""
    return bool(good_rows(report)) or any(file["file"].endswith(".toml") for file in report["files"])


def refuses_a_file(report: Report) -> bool:
    """Whether a whole file is refused, so that nothing can be stored, not even the good rows."""
    return bool(refused_files(report))


def refused_files(report: Report) -> list[str]:
    """The files that are refused whole, each once."""
    return list(dict.fromkeys(reason["file"] for reason in report.get("reasons", []) if reason["whole_file"]))


def hopeless_files(report: Report) -> list[str]:
    """Those of them that no choice under Columns would mend."""
    mended = {reason["file"] for reason in report.get("reasons", []) if is_mended_in_columns(reason)}
    return [file for file in refused_files(report) if file not in mended]


def is_mended_in_columns(reason: Mapping[str, Any]) -> bool:
    """Whether a choice under Columns mends this fault."""
    return reason["code"] in _IN_COLUMNS or bool(reason.get("choices"))


def headline(report: Report) -> str:
    """The check's answer in one sentence."""
    found = counts(report)
    total, good = sum(found.values()), good_rows(report)
    if not report["rejects"] and not report["tables"]:
        return _("{files}: sound, ready to be stored", files=", ".join(file["file"] for file in report["files"]))
    if refuses_a_file(report):
        return _refused(report)
    if not total:
        return _("There are headings but no rows: nothing to store")
    if found["rejected"]:
        told = _("{good} of {total} rows are good", good=whole(good), total=whole(total))
    elif not found["added"] and not found["changed"]:
        return _("All {total} rows are known already; storing them would change nothing", total=whole(total))
    else:
        told = _("All {total} rows are good: {news}", total=whole(total), news=_news(found))
    return "; ".join([told, *_revenue(report)])


def _refused(report: Report) -> str:
    """Which files can't be taken, or how many of how many."""
    refused = refused_files(report)
    if len(refused) == 1:
        return _("{file} can't be taken as it is", file=refused[0])
    total = max(len(refused), len(report["files"]))
    return _("{count} of {total} files can't be taken as they are", count=whole(len(refused)), total=whole(total))


def _revenue(report: Report) -> Iterator[str]:
    """What the latest month's revenue would do, where it would do anything."""
    for effect in report.get("effects") or []:
        if effect["metric"] == "revenue":
            change = effect["after"] - effect["now"]
            values = {"month": month(date.fromisoformat(effect["month"])), "change": money(abs(change))}
            yield (
                _("revenue of {month} would rise by {change}", **values)
                if change > 0
                else _("revenue of {month} would fall by {change}", **values)
            )
            return


def _news(found: Mapping[str, int]) -> str:
    told = {"added": _("{count} new"), "changed": _("{count} changed")}
    return ", ".join(text.format(count=whole(found[kind])) for kind, text in told.items() if found[kind])


def by_table(report: Report) -> DataFrame:
    """One row a table: what would happen to its rows."""
    rows = [{"table": name, **{kind: table[kind] for kind in KINDS}} for name, table in report["tables"].items()]
    return DataFrame(rows, columns=["table", *KINDS])


def reasons(report: Report) -> DataFrame:
    """One row for each reason of refusal: file, column, rows, what is wrong (short, wrong), given, remedy, lines.

    ``is_whole`` says that the reason stands against the whole file.
    """
    rows = [_reason(reason) for reason in report.get("reasons", [])]
    return DataFrame(rows, columns=["file", "column", "rows", "short", "wrong", "given", "remedy", "lines", "is_whole"])


def _reason(reason: Mapping[str, Any]) -> dict[str, Any]:
    wrong, _dot, remedy = (_filled(part, reason) for part in _(reason["template"]).partition(". "))
    return {
        "file": reason["file"],
        "column": reason["column"],
        "rows": reason["rows"],
        "short": _(SHORT[reason["code"]]) if reason["code"] in SHORT else wrong,
        "wrong": wrong,
        "given": ", ".join(list(reason["given"])[:3]) or None,
        "remedy": _(MENDED_IN_COLUMNS) if is_mended_in_columns(reason) else remedy,
        "lines": ", ".join(whole(line) for line in reason["lines"] if line is not None),
        "is_whole": reason["whole_file"],
    }


def _filled(template: str, reason: Mapping[str, Any]) -> str:
    """The sentence with its places filled; phrases and figures that fill them are in the reader's language too."""
    return template.format(**{name: _said(name, value) for name, value in reason["values"].items()}).strip()


def _said(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return _(value)
    return whole(value) if name == "count" else value


def reasons_headline(report: Report) -> str:
    """How many rows are refused, and for how many reasons."""
    rejected = counts(report)["rejected"]
    causes = sum(not reason["whole_file"] for reason in report.get("reasons", []))
    return ngettext("{count} row is refused", "{count} rows are refused", rejected) + ngettext(
        ", for {count} reason", ", for {count} reasons", causes
    )


def changes(report: Report) -> DataFrame:
    """A sample of the fields that change: table, key, field, before, after, and the difference of two numbers."""
    listed = [one | {"change": _difference(one["before"], one["after"])} for one in report.get("changes", [])]
    return DataFrame(listed, columns=["table", "key", "field", "before", "after", "change"])


def _difference(before: str | None, after: str | None) -> str | None:
    try:
        change = Decimal(after or "") - Decimal(before or "")
    except InvalidOperation:
        return None
    return signed(number(change, 2 if change % 1 else 0))


def changes_headline(report: Report) -> str:
    """How many rows change, and which fields most among those shown."""
    count = counts(report)["changed"]
    fields = Counter(change["field"] for change in report.get("changes", [])).most_common(3)
    named = ", ".join(name for name, _count in fields)
    told = ngettext("{count} row changes", "{count} rows change", count)
    return _("{told}: {fields}", told=told, fields=named) if named else told


def effects(report: Report) -> DataFrame:
    """One row for each number that would change: its name with the month, now, after, change, and its unit."""
    rows = [
        {
            "number": _(
                "{number}, {month}", number=_(effect["title"]), month=month(date.fromisoformat(effect["month"]))
            ),
            "now": effect["now"],
            "after": effect["after"],
            "change": effect["after"] - effect["now"],
            "unit": effect["unit"],
        }
        for effect in report.get("effects") or []
    ]
    return DataFrame(rows, columns=["number", "now", "after", "change", "unit"])


def proposals(report: Report) -> Sequence[str]:
    """Headings that look like a column and that nobody has confirmed, a sentence each."""
    return [
        _("{heading} looks like {column}; confirm it under Columns", heading=heading, column=target.partition(".")[2])
        for file in report["files"]
        for heading, target in file["proposals"].items()
    ]


def warnings(report: Report) -> Mapping[str, Sequence[str]]:
    """What was taken though it looked odd, by file: a sentence each; under "" those that name their file themselves."""
    told: dict[str, list[str]] = {}
    for warning in report["warnings"]:
        sentence, file = _filled(_(warning["template"]), warning), warning["file"]
        told.setdefault("" if not file or sentence.startswith(file) else file, []).append(sentence)
    return told
