"""What is worth telling about a part's values: words for nothing, rounded cents, days without end, twins in writing."""

from collections.abc import Iterable
from dataclasses import replace

import duckdb

from data.contract import Column
from data.importing import holding
from data.importing.composing import FREE_TEXT
from data.importing.forms import exact_number, value_of
from data.importing.naming import text_view, typed_table, variable
from data.importing.parts import Part
from data.importing.readings import DAYS, Reading, Remark, columns_of, odd_cells
from data.importing.texts import Text
from data.schema import quoted

_MOST_SPELLINGS = 20
_OPEN_ENDS = "(date '9999-12-31', date '0001-01-01')"


def rounded(con: duckdb.DuckDBPyConnection, part: Part, reading: Reading) -> list[Remark]:
    """Amounts with more than two decimals."""
    found = []
    for name in sorted(reading.long_money):
        exact = exact_number(part, name, reading.form(name))
        count, line = con.execute(
            f"select count(*), min(line) from (select line, {exact} as exact from {odd_cells(part, reading, name)} "
            f"where not is_bare_amount({quoted(name)})) where exact <> round(exact, 2)"
        ).fetchall()[0]
        found.append(Remark(name, "rounded-money", count, line))
    return found


def open_ends(con: duckdb.DuckDBPyConnection, part: Part, reading: Reading) -> list[Remark]:
    """Takes out 9999-12-31 and 0001-01-01, which stand for “no end” and “no beginning”, and tells of them."""
    columns = [c for c in columns_of(part, DAYS) if c.name not in reading.sound]
    rows = quoted(typed_table(part))
    if not columns:
        return []
    conditions = {column.name: f"{quoted(column.name)}::date in {_OPEN_ENDS}" for column in columns}
    listed = ", ".join(f"count(*) filter ({sql}), min(line) filter ({sql})" for sql in conditions.values())
    row = con.execute(f"select {listed} from {rows}").fetchall()[0]
    found = [Remark(name, "open-end", *row[2 * step : 2 * step + 2]) for step, name in enumerate(conditions)]
    for one in found:
        if one.count:
            holding.amend(con, typed_table(part), {one.column: "null"}, conditions[one.column])
    return found


def nothing_words(con: duckdb.DuckDBPyConnection, text: Text, reading: Reading) -> list[Remark]:
    """Cells that say “nothing” in a word, by the spelling; looked for where fewer values than cells are left."""
    part, relation = text.part, text.relation
    sources = {column: source for column, source in _sources(part).items() if column not in part.values}
    sources = {column: source for column, source in sources.items() if source not in text.wordless}
    listed = ", ".join(f"count({quoted(source)})" for source in sources.values())
    if not listed:
        return []
    cells = con.execute(f"select {listed} from {quoted(relation)}").fetchall()[0]
    kept = _kept(con, part, sources, reading)
    short = [name for (name, source), count in zip(sources.items(), cells, strict=True) if kept[name] < count]
    return [remark for name in short if (remark := _spellings(con, part, name, relation, sources[name]))]


def meanings(con: duckdb.DuckDBPyConnection, part: Part, reading: Reading) -> list[Remark]:
    """Words that were read as yes or no, or as a severity, with what each was taken for and how often."""
    found = []
    for name in sorted(reading.worded):
        word, value = quoted(name), value_of(part, part.table[name], reading.form(name))
        meaning = f"case when {value} then 'yes' else 'no' end"
        condition = f"lower({word}) not in ('true', 'false') and ({value}) is not null"
        found.append(_told(con, Remark(name, "yes-words", 0, None), text_view(part), word, meaning, condition))
    if "severity" in part.values and "severity" in part.sources:
        word = f"trimmed({quoted(part.sources['severity'])})"
        meaning = f"getvariable('{variable(part, 'values', 'severity')}')[lower({word})]"
        blank = Remark("severity", "severity-words", 0, None)
        found.append(_told(con, blank, part.sheet.relation, word, meaning, f"{meaning} is not null"))
    return found


def _told(
    con: duckdb.DuckDBPyConnection, remark: Remark, relation: str, word: str, meaning: str, condition: str
) -> Remark:
    """The remark with each word of a relation, what it means and how often it stands there."""
    rows = con.execute(
        f"select {word} as word, any_value({meaning}), count(*) as cells, min(line) from {quoted(relation)} "
        f"where {condition} group by 1 order by cells desc, word limit {_MOST_SPELLINGS}"
    ).fetchall()
    told = ", ".join(f"{spelling} → {meant}: {cells}" for spelling, meant, cells, _ in rows)
    first = min((line for *_, line in rows), default=None)
    return replace(remark, count=sum(row[2] for row in rows), line=first, value=told)


def look_alikes(con: duckdb.DuckDBPyConnection, part: Part, columns: Iterable[Column]) -> list[Remark]:
    """Ids and names that differ only in letters of another alphabet that look the same."""
    found = []
    for column in columns:
        name, text = quoted(column.name), quoted(text_view(part))
        odd = (
            f"select distinct skeleton({name}) as bones from {text} "
            f"where strlen({name}) <> length({name}) and skeleton({name}) <> {name}"
        )
        if not con.execute(f"select exists ({odd})").fetchall()[0][0]:
            continue
        count, line, value = con.execute(
            f"with odd as ({odd}), alike as (select line, {name} as value, skeleton({name}) as bones from {text} "
            f"semi join odd on odd.bones = skeleton({name})), twins as (select bones from alike group by bones "
            "having count(distinct value) > 1) select count(*), min(line), arg_min(value, line) from alike "
            "where value <> bones and bones in (from twins)"
        ).fetchall()[0]
        found.append(Remark(column.name, "look-alike", count, line, value or ""))
    return found


def unseen(con: duckdb.DuckDBPyConnection, part: Part, relation: str, sources: Iterable[str]) -> list[Remark]:
    """Cells out of which letters that nobody sees were taken, or whose accents were composed."""
    columns = {source: column for column, source in _sources(part).items()}
    columns |= {source: heading for heading, source in part.attributes.items()}
    found = []
    for source in sources:
        condition = f"has_unseen({quoted(source)}) and seen_text({quoted(source)}) <> {quoted(source)}"
        count, line = con.execute(f"select count(*), min(line) from {quoted(relation)} where {condition}").fetchall()[0]
        if source in columns:
            found.append(Remark(columns[source], "unseen-letters", count, line))
    return found


def _sources(part: Part) -> dict[str, str]:
    melted = {column for _, columns in part.melted for column in columns}
    return {**part.sources, **{column: f"p_{column}" for column in sorted(melted)}}


def _kept(con: duckdb.DuckDBPyConnection, part: Part, columns: Iterable[str], reading: Reading) -> dict[str, int]:
    """How many values each column has once words for nothing are out."""
    measured = {name: reading.measures[name]["filled"] for name in columns if name in reading.measures}
    is_whole = part.is_main and max(reading.months.values(), default=1) == 1
    others = [name for name in columns if name not in measured]
    typed = [name for name in others if is_whole and name not in part.table.key]
    for names, source in ((typed, typed_table(part)), ([n for n in others if n not in typed], text_view(part))):
        if names:
            listed = ", ".join(f"count({quoted(name)})" for name in names)
            counts = con.execute(f"select {listed} from {quoted(source)}").fetchall()[0]
            measured |= zip(names, counts, strict=True)
    return measured


def _spellings(con: duckdb.DuckDBPyConnection, part: Part, column: str, relation: str, source: str) -> Remark | None:
    """The words for nothing in one column, each with how often it stands there."""
    if column in FREE_TEXT:
        return None
    macro = "is_nothing" if part.table[column].kind == "text" else "is_nothing_at_all"
    rows = con.execute(
        f"select trimmed({quoted(source)}) as spelling, count(*) as cells, min(line) as first from {quoted(relation)} "
        f"where {macro}(tidy_text({quoted(source)})) group by 1 order by cells desc, spelling limit {_MOST_SPELLINGS}"
    ).fetchall()
    if not rows:
        return None
    told = ", ".join(f"{spelling}: {cells}" for spelling, cells, _ in rows)
    return Remark(column, "nothing-words", sum(row[1] for row in rows), min(row[2] for row in rows), told)
