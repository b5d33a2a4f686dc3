from datetime import date
from decimal import Decimal

from analytics.periods import Period
from analytics.plan.cuts import CUTS, by_cut, grid
from analytics.plan.units import Asked
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
