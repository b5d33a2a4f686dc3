"""The sample company's planted wrong payments: each is found, with its cause, and nothing else is flagged.

The rows are taken straight from the exported columns, so that no query stands between.
"""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from data.sample import company
from tests.analytics.pay_frames import ask, frames

CAUSES = {
    "a deal of the next month's first days was counted": "was counted here",
    "a deal was paid with the month before": "was left out",
    "the second tier's rate was paid from the first tier on": "from the first threshold on",
    "the penalty for new clients was missed": "was not taken",
    "two digits were swapped": "digits are swapped",
}


def rows_of(table):
    return [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]


def text(value):
    return "" if value is None else str(value)


def month(value):
    return date.fromisoformat(f"{text(value)[:7]}-01")


def in_euros(row, rates):
    """The amount at the latest rate on or before the closing day, rounded half up."""
    known = [
        rate for rate in rates if rate["currency"] == row["currency"] and rate["from_on"] <= text(row["closed_on"])
    ]
    rate = Decimal(text(max(known, key=lambda rate: rate["from_on"])["rate"])) if known else Decimal(1)
    return (Decimal(text(row["amount"])) * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)


def sales(tables):
    """The won deals as events of revenue, and of new clients where one is its client's first."""
    rates = [{**rate, "from_on": text(rate["from_on"])} for rate in rows_of(tables["rates"])]
    won = [row for row in rows_of(tables["deals"]) if row["stage"] == "won"]
    owner = {row["client_id"]: row["manager_id"] for row in rows_of(tables["clients"])}
    met: set[str] = set()
    for row in sorted(won, key=lambda row: (text(row["closed_on"]), row["deal_id"])):
        day = date.fromisoformat(text(row["closed_on"]))
        seller = row["manager_id"] or owner[row["client_id"]]
        facts = (seller, day.replace(day=1), row["deal_id"], row["client_id"], day, Decimal(1), Decimal(1))
        yield ("revenue", *facts, in_euros(row, rates))
        if row["client_id"] not in met:
            met.add(row["client_id"])
            yield ("new_clients", *facts, Decimal(1))


def targets(tables):
    """The target without product and region, else the sum of the others."""
    whole, parts = {}, defaultdict(Decimal)
    for row in rows_of(tables["plans"]):
        key = (row["manager_id"], month(row["period"]), row["metric"])
        if row["product_id"] or row["region"]:
            parts[key] += Decimal(text(row["target"]))
        else:
            whole[key] = Decimal(text(row["target"]))
    return [(*key, target) for key, target in (parts | whole).items()]


def money(value):
    return Decimal(text(value)) if text(value) else None


def pay_rows(tables):
    for row in rows_of(tables["payroll"]):
        earned = month(row["bonus_for"] or row["period"])
        amounts = (money(row["salary"]), money(row["bonus"]), money(row["penalty"]))
        yield (row["manager_id"], row["manager_id"], None, month(row["period"]), *amounts, earned, None)


@pytest.fixture(scope="module")
def sample():
    return company(2000, 7)


def test_the_planted_mistakes_are_found_and_nothing_else(sample):
    given = frames(
        payroll=list(pay_rows(sample.tables)), actuals=list(sales(sample.tables)), plans=targets(sample.tables)
    )
    result = ask(given, sample.documents["scheme.toml"], as_of=date(2026, 11, 12))
    assert not result.faults
    flagged = result.statements[result.statements["flagged"]]
    found = {(row.manager_id, f"{row.period:%Y-%m}"): row for row in flagged.itertuples()}
    planted = {(wrong.manager_id, wrong.period): wrong for wrong in sample.truth.wrong_payments}
    assert set(found) == set(planted)
    assert len(planted) == 5
    for key, wrong in planted.items():
        row = found[key]
        assert [row.bonus * 100, row.paid_bonus * 100] == [wrong.bonus, wrong.paid_bonus]
        assert [row.penalty * 100, row.paid_penalty * 100] == [wrong.penalty, wrong.paid_penalty]
        assert CAUSES[wrong.mistake] in row.cause
