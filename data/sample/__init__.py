"""The sample company: a seeded generator of every table of the contract, with structure that is written down.

What is planted stands in ``planted`` and, in words, in docs/sample.md; what depends on the draw in ``truth``.
"""

from pathlib import Path

from data.sample.company import Company, Truth, company
from data.sample.files import write_csv

__all__ = ["CLIENTS", "SEED", "Company", "Truth", "company", "truth", "write"]

CLIENTS, SEED = 2000, 7


def write(out: Path, *, clients: int = CLIENTS, seed: int = SEED) -> Path:
    """Writes one CSV for each table of the contract, ``scheme.toml`` and ``access.toml`` into the folder ``out``.

    The same ``clients`` and ``seed`` give the same bytes on every machine.

    Raises:
        ValueError: fewer than 20 clients.
    """
    made = company(clients, seed)
    out.mkdir(parents=True, exist_ok=True)
    for name, columns in made.tables.items():
        write_csv(out / f"{name}.csv", columns)
    for name, text in made.documents.items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    return out


def truth(clients: int = CLIENTS, seed: int = SEED) -> Truth:
    """What is planted in the company that ``write`` makes of the same numbers.

    Raises:
        ValueError: fewer than 20 clients.
    """
    return company(clients, seed).truth
