"""The tidy text of a part as a view, and beside it the values that were read from it, so that each is read once.

Values lie in an Arrow table together with the sheet's cells, row by row: a view over both shows every row whole.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from data.importing import meanings
from data.importing.composing import long_view, text_statement, untidy_statement, values_statement, wordless_statement
from data.importing.naming import (
    PLACE,
    REFUSED,
    cells_table,
    odd_table,
    refused_view,
    text_view,
    value_column,
    variable,
)
from data.importing.parts import Part
from data.importing.sheets import Cells, numbers
from data.schema import quoted


@dataclass(slots=True)
class Text:
    """The tidy text of a part.

    ``relation`` is what it is over, ``care`` names the macro that tidies each source column that needs it, ``wordless``
    are the sources without a word for “nothing”. ``cells`` are the rows with the values beside them; a sheet with, say,
    months as columns has none, because its rows are others.
    """

    con: duckdb.DuckDBPyConnection
    part: Part
    relation: str
    sources: list[str]
    care: dict[str, str] = field(default_factory=dict)
    wordless: set[str] = field(default_factory=set)
    cells: Cells | None = None
    kept: set[str] = field(default_factory=set)

    def keep(self, expressions: Mapping[str, tuple[str, str]]) -> None:
        """Reads values from the text, column → (expression, type), and shows them as ``value_<column>``."""
        if self.cells is None or not expressions:
            return
        found = self.con.sql(values_statement(self.part, expressions)).to_arrow_table()
        if not found[PLACE].combine_chunks().equals(numbers(0, self.cells.rows)):
            found = found.sort_by(PLACE)
        self.cells = self.cells.beside({value_column(name): found[name] for name in expressions})
        self.kept |= set(expressions)
        self.show()

    def amend(self, expressions: Mapping[str, tuple[str, str]]) -> None:
        """Reads the part's odd cells, column → (expression, type), and puts their values among the kept ones."""
        if self.cells is None or not expressions:
            return
        found = self.con.sql(values_statement(self.part, expressions, odd_table(self.part))).to_arrow_table()
        for name in expressions:
            read = found.select([PLACE, name]).filter(pc.is_valid(found[name])).sort_by(PLACE)
            self.cells = self.cells.amended(value_column(name), read[PLACE], read[name])
        self.show()

    def keep_but(self, column: str, expression: str, looked_in: str) -> None:
        """Keeps a column's text as its values, but for the cells of which an expression makes none.

        All such cells are ``looked_in`` a relation like the text (quoted).
        """
        source = self._as_it_is(column)
        if self.cells is None or source is None:
            self.keep({column: (expression, "varchar")})
            return
        name = quoted(column)
        sql = f"select {PLACE} from {looked_in} where {name} is not null and ({expression}) is null order by {PLACE}"
        places = self.con.sql(sql).to_arrow_table()[PLACE]
        self.cells = self.cells.amended(value_column(column), places, source=source)
        self.kept.add(column)
        self.show()

    def _as_it_is(self, column: str) -> str | None:
        """The source whose cells are a column's text, none of them changed; None where it isn't sure."""
        source, part = self.part.sources.get(column), self.part
        is_changed = column in part.values or column in part.fixed or (column == "stage" and part.outcome)
        return None if is_changed or source in self.care or source not in self.wordless else source

    @property
    def _refused(self) -> str:
        """The statement that lists the lines of the refused rows."""
        return f"select distinct line from faults where part = {self.part.number}"

    @property
    def place(self) -> str:
        """What a statement over the text lists to know each row's place."""
        return f", {PLACE}" if self.cells is not None else ""

    def filled(self, column: str) -> int:
        """How many rows have a kept value of a column."""
        return self.cells.filled(value_column(column)) if self.cells else 0

    def cells_filled(self, column: str) -> int | None:
        """How many cells of the sheet feed a column; None where something else than one of its columns does."""
        source = self.part.sources.get(column)
        is_fed = self.cells is not None and source and column not in (*self.part.values, *self.part.fixed)
        return self.cells.filled(source) if is_fed and self.cells and source else None

    def look_for_words(self, sound: Collection[str]) -> None:
        """Finds the sources of a tidy sheet that hold words for “nothing”; ``sound`` ones are known to hold none."""
        read = {source: value_column(column) for column, source in self.part.sources.items() if column in self.kept}
        asked = {source: read.get(source) for source in self.sources if source not in sound}
        if self.part.sheet.is_tidy and self.cells and asked:
            flags = self.con.execute(wordless_statement(cells_table(self.part), asked)).fetchall()[0]
            self.wordless -= {source for source, has_words in zip(asked, flags, strict=True) if has_words}
            self.show()

    def forget_read(self) -> None:
        """Lets go of the cells whose values are kept beside them, once nobody asks for their text any more."""
        if self.cells is not None:
            feeds = self.part.sources
            needed = {source for column, source in feeds.items() if column not in self.kept} | {self.part.outcome}
            self.cells = self.cells.without([source for source in feeds.values() if source not in needed])
            self.show()

    def forget(self) -> None:
        """Lets go of all rows, which take much room."""
        self.con.unregister(cells_table(self.part))
        self.cells = None

    def show(self) -> None:
        """Makes the view anew."""
        over, beside = self.relation, []
        if self.cells is not None:
            over, beside = cells_table(self.part), [PLACE, REFUSED, *map(value_column, sorted(self.kept))]
            self.cells.show(self.con, over)
        self.con.execute(text_statement(self.part, text_view(self.part), over, self.care, self.wordless, beside))

    def mark_refused(self) -> None:
        """Marks the refused rows among those that are shown."""
        if self.cells is not None:
            lines = self.con.sql(self._refused).to_arrow_table()["line"]
            self.cells = self.cells.beside({REFUSED: self.cells.are_at(lines)})
            self.show()

    def show_refused(self) -> None:
        """Makes the view of the text of the part's refused rows, if there are any, beside the one of all."""
        view, listed = refused_view(self.part), self._refused
        lines = self.con.sql(listed).to_arrow_table()["line"]
        if not len(lines):
            return
        if self.cells is None:
            all_text = quoted(text_view(self.part))
            self.con.execute(f"create or replace view {quoted(view)} as from {all_text} where line in ({listed})")
            return
        over = f"{cells_table(self.part)}_refused"
        self.cells.at(lines).show(self.con, over)
        self.con.execute(text_statement(self.part, view, over, self.care, self.wordless))


def show(con: duckdb.DuckDBPyConnection, part: Part) -> Text:
    """Makes the view of the part's tidy text."""
    for column, listed in part.values.items():
        lowered = {spelling.lower(): value for spelling, value in listed.items()}
        meanings.keep(con, variable(part, "values", column), lowered)
    meanings.keep(con, variable(part, "fixed"), part.fixed)
    if part.outcome:
        meanings.keep(con, variable(part, "outcomes"), meanings.outcomes(con, part, part.outcome))
    sources = sorted({*part.sources.values(), *part.attributes.values()})
    if part.melted:
        text = Text(con, part, _melt(con, part), [*sources, *_melted(part)])
    else:
        cells = part.sheet.cells or Cells.of(con, part.sheet.relation)
        marks = {PLACE: numbers(0, cells.rows), REFUSED: pa.nulls(cells.rows, pa.bool_())}
        beside = {name: pa.chunked_array([column]) for name, column in marks.items()}
        text = Text(con, part, part.sheet.relation, sources, cells=cells.beside(beside))
    if text.sources and not part.sheet.is_tidy:
        flags = con.execute(untidy_statement(text.relation, text.sources)).fetchall()[0]
        for source, is_untidy, has_unseen in zip(text.sources, flags[::2], flags[1::2], strict=True):
            if is_untidy:
                text.care[source] = "tidy_seen_text" if has_unseen else "tidy_text"
    elif not part.melted:
        translated = {part.sources.get(column) for column in part.values}
        text.wordless = set(text.sources) - translated
    text.show()
    return text


def _melted(part: Part) -> list[str]:
    return sorted({f"p_{column}" for _, columns in part.melted for column in columns})


def _melt(con: duckdb.DuckDBPyConnection, part: Part) -> str:
    """Makes the view with a row for each melted column; returns its name."""
    relation = f"long_{part.number}"
    con.execute(
        f"set variable {quoted(variable(part, 'labels'))} = $labels::varchar[]",
        {"labels": [label for label, _ in part.melted]},
    )
    con.execute(
        f"set variable {quoted(variable(part, 'metrics'))} = $metrics::varchar[]",
        {"metrics": [metric or None for metric in part.metrics]},
    )
    con.execute(long_view(part, relation))
    return relation
