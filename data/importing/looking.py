"""What a sheet's cells tell about its headings, before it is known what they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from data.importing.sheets import Sheet, cell
from data.schema import quoted

_MOST_VALUES = 5000
_A_CENT = 0.01


@dataclass(frozen=True, slots=True)
class Look:
    """Looks into the sheets of an import."""

    con: duckdb.DuckDBPyConnection

    def adds_up(self, sheet: Sheet, total: int, columns: Sequence[str]) -> bool:
        """Whether the column at ``total`` is the sum of the text ``columns``, to the cent, wherever it is filled."""
        held = f"nullif(trim({cell(total)}), '') is not null"
        for macro in ("point_number", "comma_number"):
            sums = " + ".join(f"coalesce(try_cast({macro}(trim({c})) as decimal(38,6)), 0)" for c in columns)
            gap = f"abs(try_cast({macro}(trim({cell(total)})) as decimal(38,6)) - ({sums}))"
            row = self.con.execute(
                f"select count(*), count(*) filter ({gap} <= {_A_CENT}) from {quoted(sheet.relation)} where {held}"
            ).fetchall()[0]
            if row[0] and row[0] == row[1]:
                return True
        return False

    def values(self, sheet: Sheet, index: int) -> dict[str, int]:
        """How often each value of a column stands there, the most frequent of them."""
        rows = self.con.execute(
            f"select trim({cell(index)}) as value, count(*) as cells from {quoted(sheet.relation)} "
            f"where nullif(trim({cell(index)}), '') is not null group by 1 order by 2 desc, 1 limit {_MOST_VALUES}"
        ).fetchall()
        return dict(rows)
