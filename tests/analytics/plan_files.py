"""The sample company's plan straight from its CSVs, with csv and Decimal alone: a second way to its numbers."""

import csv
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

Rows = list[dict[str, str]]
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def read(workspace: Path, *names: str) -> dict[str, Rows]:
    """The named CSVs that the sample's workspace was imported from, every cell as text."""
    exports = Path(workspace).parent / "exports"
    texts = {name: (exports / f"{name}.csv").read_text(encoding="utf-8") for name in names}
    return {name: list(csv.DictReader(text.splitlines())) for name, text in texts.items()}


def in_euros(amount: Decimal, deal: dict[str, str], rates: Rows) -> Decimal:
    """An amount of a deal in euros, at the rate of the day on which it was closed, else expected, else opened."""
    if deal["currency"] in ("", "EUR"):
        return amount
    day = deal["closed_on"] or deal["expected_on"] or deal["opened_on"]
    known = [row for row in rates if row["currency"] == deal["currency"] and row["from_on"] <= day]
    return (amount * Decimal(max(known, key=lambda row: row["from_on"])["rate"])).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )


def revenue(files: dict[str, Rows], cut: str, kind: str) -> dict[tuple[str, str], Decimal]:
    """What was won, by unit of the cut and first day of the period."""
    clients = {row["client_id"]: row for row in files["clients"]}
    teams = {row["manager_id"]: row["team"] for row in files["managers"]}
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for deal in (row for row in files["deals"] if row["stage"] == "won"):
        manager = deal["manager_id"] or clients[deal["client_id"]]["manager_id"]
        unit = {
            "company": "",
            "manager": manager,
            "team": teams.get(manager, ""),
            "product": deal["product_id"],
            "region": clients[deal["client_id"]]["region"],
        }[cut]
        sums[unit, start(deal["closed_on"], kind)] += in_euros(Decimal(deal["amount"]), deal, files["rates"])
    return dict(sums)


def start(day: str, kind: str) -> str:
    """The first day of the period that a day lies in."""
    year, month, length = day[:4], int(day[5:7]), _MONTHS[kind]
    return f"{year}-{(month - 1) // length * length + 1:02}-01"


def planned(files: dict[str, Rows], kind: str) -> dict[str, Decimal]:
    """The company's revenue plan by period: in each month its own, else the sum over its managers.

    Whose plan has a row for neither product nor region is measured by that one, else by the sum of the others.
    """
    whole: dict[str, dict[str, Decimal]] = defaultdict(dict)
    parts: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in (row for row in files["plans"] if row["metric"] == "revenue"):
        if row["product_id"] or row["region"]:
            parts[row["period"]][row["manager_id"]] += Decimal(row["target"])
        else:
            whole[row["period"]][row["manager_id"]] = Decimal(row["target"])
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for month in {**whole, **parts}:
        targets = {**parts[month], **whole[month]}
        sums[start(f"{month}-01", kind)] += targets[""] if "" in targets else sum(targets.values())
    return dict(sums)
