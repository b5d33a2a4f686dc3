from datetime import date
from decimal import Decimal

import pytest

from analytics.periods import Period
from analytics.plan.cuts import CUTS, by_cut, grid
from analytics.plan.units import Asked
from analytics.runner import House
from tests.analytics import plan_files
from tests.analytics.plan_frames import reached, targets, units

AS_OF = date(2026, 11, 12)


def asked(kind="month"):
    return Asked("revenue", "team", Period.of(AS_OF, kind), AS_OF)


ROWS = reached(
    ("team", "North", "2026-10-01", "revenue", "60.50"),
    ("team", "North", "2026-11-01", "revenue", "30.25"),
    ("team", "", "2026-11-01", "revenue", "9.75"),
    ("team", "North", "2026-11-01", "margin", "5.00"),
    ("manager", "A", "2026-11-01", "revenue", "40.00"),
)
GOALS = targets(("team", "North", "2026-11-01", "revenue", "121"), ("team", "South", "2026-11-01", "revenue", "10"))
PLANNED = {(date(2026, 11, 1), "revenue"): Decimal(200), (date(2026, 10, 1), "revenue"): Decimal(0)}


def test_a_cut_is_the_company_and_its_units_month_by_month():
    found = by_cut(ROWS, GOALS, PLANNED, asked()).set_index(["cut", "unit_id", "period"])

    assert found["actual"].sum() == Decimal("201.00")
    assert found.loc[("company", "", date(2026, 11, 1)), ["target", "actual", "attainment"]].tolist() == [
        Decimal("200.00"),
        Decimal("40.00"),
        0.2,
    ]
    assert found.loc[("company", "", date(2026, 10, 1)), "attainment"] is None
    assert found.loc[("team", "North", date(2026, 11, 1)), "attainment"] == 0.25
    assert found.loc[("team", "South", date(2026, 11, 1)), "actual"] == Decimal("0.00")
    assert found.loc[("team", "", date(2026, 11, 1)), "target"] is None


def test_a_quarter_sums_its_months():
    found = by_cut(ROWS, GOALS, PLANNED, asked("quarter")).set_index(["cut", "unit_id"])

    assert found.loc[("team", "North"), ["target", "actual"]].tolist() == [Decimal("121.00"), Decimal("90.75")]
    assert found.loc[("company", ""), ["target", "actual"]].tolist() == [Decimal("200.00"), Decimal("100.50")]


def test_the_grid_holds_those_with_a_plan_by_name():
    shown = grid(by_cut(ROWS, GOALS, PLANNED, asked()), units(), asked())

    assert shown["name"].tolist() == ["All together", "All together", "North", "North", "South"]
    assert shown["is_over"].tolist() == [True, False, True, False, False]


def test_nothing_gives_the_same_columns():
    found = by_cut(reached(), targets(), {}, asked())

    assert list(found) == CUTS
    assert list(grid(found, units(), asked())) == [*CUTS, "name", "period_name", "is_over"]


@pytest.mark.parametrize("kind", ["month", "quarter", "year"])
@pytest.mark.parametrize("cut", ["manager", "team", "product", "region"])
def test_every_cut_of_the_sample_is_what_its_files_hold(sample, cut, kind):
    """To the cent, by a second way through the CSVs; the company's row beside it, and its plan."""
    house = House(sample.folder)
    files = plan_files.read(sample.folder, "deals", "clients", "managers", "rates", "plans")

    cuts = house.run("sales_plan", house.scope(), {"by": cut, "over": kind}).cuts

    for name in ("company", cut):
        rows = cuts[cuts["cut"] == name]
        told = {
            (unit, period.isoformat()): actual
            for unit, period, actual in zip(rows["unit_id"], rows["period"], rows["actual"], strict=True)
            if actual
        }
        assert told == plan_files.revenue(files, name, kind), name
    company = cuts[cuts["cut"] == "company"].set_index("period")["target"].dropna()
    expected = plan_files.planned(files, kind)
    assert {period.isoformat(): target for period, target in company.items()} == {
        period: target for period, target in expected.items() if period <= max(company.index).isoformat()
    }
