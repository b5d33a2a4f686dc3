"""A regular file of any number of deals, for measuring: the same rows and seed give the same bytes everywhere."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from data.sample.draws import Draws, Flags, Ints

TODAY = "2026-06-30"
"""The day on which the files are imported."""

DAYS = (18262, 20454)
"""The days on which deals are opened, 2020-01-01 to 2026-01-01, counted from 1970-01-01."""

_CLIENTS, _MANAGERS, _PRODUCTS = 20_000, 200, 500
_AT_ONCE = 100_000
_OPEN = ("lead", "contacted", "meeting", "offer", "negotiation", "contract")
_CHANNELS = ("partner", "web", "exhibition", "referral", "cold call", "e-mail campaign")
_REASONS = ("price", "delivery time", "competitor", "budget was cut", "no answer")
_FAULTS = {
    "amount": "12 5x", "opened_on": "soon", "stage": "wonderful", "client_id": "C9999999", "discount": "1.75",
    "closed_on": "2019-12-31", "deal_id": "1.23E+16", "expected_on": "2099-01-01",
}  # fmt: skip
"""What a faulty row has in one of its columns, in turn: each is refused under a code of its own."""


@dataclass(frozen=True, slots=True)
class DealFile:
    """A file of deals in ``folder``, its bad twin, and the files of what the deals refer to."""

    known: tuple[Path, ...]
    regular: Path
    faulty: Path

    @property
    def regular_bytes(self) -> int:
        """The size of the regular file."""
        return self.regular.stat().st_size


def write(folder: Path, rows: int, seed: int, *, faulty_share: float = 0.01) -> DealFile:
    """Writes the deals, once regular and once with a share of faulty rows, and their clients, managers, products.

    Deals have 15 columns; every one of them refers to a client, a manager and a product of the other files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = tuple(_write_known(folder, *listed) for listed in _known())
    found = DealFile(known, folder / "deals.csv", folder / "faulty" / "deals.csv")
    found.faulty.parent.mkdir(exist_ok=True)
    step = round(1 / faulty_share)
    draws = Draws(seed, "deal file")
    with found.regular.open("wb") as regular, found.faulty.open("wb") as faulty:
        for first in range(0, rows, _AT_ONCE):
            table = _deals(draws, first, min(_AT_ONCE, rows - first))
            options = csv.WriteOptions(include_header=not first, quoting_style="none", quoting_header="none")
            csv.write_csv(table, regular, options)
            csv.write_csv(_spoiled(table, first, step), faulty, options)
    return found


def _known() -> tuple[tuple[str, str, int, int], ...]:
    """What deals refer to: the table, its ids' letter, how many ids of how many digits."""
    return ("clients", "C", _CLIENTS, 6), ("managers", "M", _MANAGERS, 3), ("products", "P", _PRODUCTS, 4)


def _write_known(folder: Path, name: str, letter: str, count: int, digits: int) -> Path:
    path = folder / f"{name}.csv"
    listed = [f"{letter}{number:0{digits}d},{name[:-1].title()} {number}" for number in range(1, count + 1)]
    path.write_text("\n".join([f"{name[:-1]}_id,name", *listed, ""]), encoding="utf-8", newline="\n")
    return path


def _deals(draws: Draws, first: int, size: int) -> pa.Table:
    """Deals numbered from ``first`` + 1 as text, empty cells as null."""
    fate = draws.uniform(size)
    won, lost = fate < 0.55, (fate >= 0.55) & (fate < 0.85)
    opened = draws.whole(*DAYS, size)
    closed = opened + draws.whole(5, 180, size)
    amounts = draws.whole(5_000, 5_000_000, size)
    stages = np.where(won, "won", np.where(lost, "lost", _each(draws, _OPEN, size)))
    return pa.table(
        {
            "deal_id": _numbered("D", first + 1 + np.arange(size, dtype=np.int64), 8),
            "client_id": _numbered("C", draws.whole(1, _CLIENTS, size), 6),
            "manager_id": _numbered("M", draws.whole(1, _MANAGERS, size), 3),
            "product_id": _numbered("P", draws.whole(1, _PRODUCTS, size), 4),
            "opened_on": _days(opened),
            "stage": pa.array(stages, pa.string()),
            "expected_on": _days(opened + draws.whole(20, 120, size)),
            "closed_on": _days(closed, won | lost),
            "amount": _money(amounts),
            "cost": _money(amounts * draws.whole(40, 90, size) // 100),
            "discount": _shares(draws.whole(0, 30, size)),
            "channel": pa.array(_each(draws, _CHANNELS, size), pa.string()),
            "lost_reason": pa.array(_each(draws, _REASONS, size), pa.string(), mask=~lost),
            "promised_on": _days(closed + 30, won),
            "delivered_on": _days(closed + draws.whole(10, 45, size), won),
        }
    )


def _spoiled(table: pa.Table, first: int, step: int) -> pa.Table:
    """The same deals with a value that is refused in one row of each ``step``."""
    places = np.arange(first, first + table.num_rows)
    turn = np.where(places % step == step - 1, places // step % len(_FAULTS), -1)
    for place, (name, value) in enumerate(_FAULTS.items()):
        column = pc.if_else(pa.array(turn == place), pa.scalar(value), table[name])
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table


def _each(draws: Draws, words: tuple[str, ...], size: int) -> NDArray[np.str_]:
    return np.asarray(words)[draws.whole(0, len(words) - 1, size)]


def _numbered(letter: str, numbers: Ints, digits: int) -> pa.Array:
    padded = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), digits, "0")
    return pc.binary_join_element_wise(letter, padded, "")


def _days(numbers: Ints, filled: Flags | None = None) -> pa.Array:
    days = pa.array(numbers.astype("datetime64[D]")).cast(pa.string())
    return days if filled is None else pc.if_else(pa.array(filled), days, pa.scalar(None, pa.string()))


def _money(cents: Ints) -> pa.Array:
    """Cents as text with two decimals."""
    whole, rest = pa.array(cents // 100).cast(pa.string()), pa.array(cents % 100).cast(pa.string())
    return pc.binary_join_element_wise(whole, pc.utf8_lpad(rest, 2, "0"), ".")


def _shares(percent: Ints) -> pa.Array:
    return pc.binary_join_element_wise("0", pc.utf8_lpad(pa.array(percent).cast(pa.string()), 2, "0"), ".")
