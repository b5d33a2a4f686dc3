from datetime import date

import numpy as np
import pandas as pd
import pytest
from pandas import DataFrame

from analytics.periods import Period
from analytics.plan.forecast import ENOUGH, Errors, forecast


def each_working_day(value: float, first: str, last: str, unit: str = "M1") -> DataFrame:
    days = pd.bdate_range(first, last)
    return DataFrame({"unit_id": unit, "on_day": days, "value": value})


def company(months: int, seed: int, units: int = 12) -> DataFrame:
    """Poisson numbers of deals of lognormal size on working days, more of them at the end of a month."""
    random = np.random.default_rng(seed)
    days = pd.bdate_range("2023-01-02", periods=22 * months)
    frames = []
    for unit in range(units):
        counts = random.poisson(np.where(days.day > 22, 0.6, 0.3))
        values = [float(random.lognormal(8, 0.7, count).sum()) for count in counts]
        frames.append(DataFrame({"unit_id": f"M{unit:02d}", "on_day": days, "value": values}))
    return pd.concat(frames, ignore_index=True)


def test_an_even_pace_ends_where_the_run_rate_says():
    """100 on each of November's 21 working days, 9 of them gone, after two years of the same: 2,100."""
    daily = each_working_day(100, "2024-01-01", "2026-11-12")

    unit = forecast(daily, date(2026, 11, 12), "month").units.iloc[0]

    assert unit["actual"] == 900
    assert unit["run_rate"] == pytest.approx(2100)
    assert unit["low"] <= unit["mid"] <= unit["high"]
    assert unit["mid"] == pytest.approx(2100, rel=0.02)


def test_what_is_expected_weighs_the_run_rate_and_a_typical_month():
    """Typical is the mean of 2,300, 2,100, 2,200 and 2,200: 12/21 × (900 + (2 − 9/21) × 2,200) ÷ 2 = 1,244.90."""
    daily = each_working_day(100, "2026-06-01", "2026-11-12")

    unit = forecast(daily, date(2026, 11, 12), "month").units.iloc[0]

    assert unit["expected"] == pytest.approx(12 / 21 * (900 + (2 - 9 / 21) * 2200) / 2)
    assert unit["mid"] == pytest.approx(900 + unit["expected"])
    assert np.isnan(unit["low"])


def test_few_past_periods_give_no_range_and_no_chance():
    daily = each_working_day(100, "2026-06-01", "2026-11-12")

    seen = forecast(daily, date(2026, 11, 12), "month")

    assert not seen.errors.is_enough
    assert len(seen.errors.ratios) < ENOUGH
    assert seen.chance("M1", 2000.0) is None


def test_nothing_after_as_of_is_read():
    daily = company(30, seed=1)
    as_of = date(2025, 3, 12)
    past = daily[daily["on_day"] <= pd.Timestamp(as_of)]
    changed = daily.assign(value=daily["value"].where(daily["on_day"] <= pd.Timestamp(as_of), 1e9))

    first, second, third = (forecast(frame, as_of, "month") for frame in (past, daily, changed))

    pd.testing.assert_frame_equal(first.units, second.units)
    pd.testing.assert_frame_equal(first.units, third.units)
    assert first.errors == third.errors


def test_row_order_does_not_matter_and_the_input_is_not_changed():
    daily = company(20, seed=2)
    before = daily.copy()

    one = forecast(daily, date(2024, 6, 12), "month")
    other = forecast(daily.sample(frac=1, random_state=0), date(2024, 6, 12), "month")

    pd.testing.assert_frame_equal(one.units, other.units)
    pd.testing.assert_frame_equal(daily, before)


def test_eight_of_ten_months_end_inside_the_range():
    """Independent source: the simulated months themselves, 300 and more ends that the forecast never saw."""
    daily = company(36, seed=3)
    inside, tried = 0, 0
    for month in range(1, 13):
        for day in (4, 12, 20):
            seen = forecast(daily, date(2025, month, day), "month")
            ends = daily[
                daily["on_day"].between(*(pd.Timestamp(edge) for edge in (seen.period.start, seen.period.end)))
            ]
            totals = ends.groupby("unit_id")["value"].sum().reindex(seen.units["unit_id"]).to_numpy()
            tried += len(totals)
            inside += int(((totals >= seen.units["low"]) & (totals <= seen.units["high"])).sum())

    assert tried >= 300
    assert 0.74 <= inside / tried <= 0.86


def test_it_errs_less_than_the_bare_run_rate():
    daily = company(36, seed=4)
    errors: dict[str, float] = {"mid": 0.0, "run_rate": 0.0}
    for month in range(1, 13):
        seen = forecast(daily, date(2025, month, 10), "month")
        ends = daily[daily["on_day"].between(pd.Timestamp(seen.period.start), pd.Timestamp(seen.period.end))]
        totals = ends.groupby("unit_id")["value"].sum().reindex(seen.units["unit_id"]).to_numpy()
        for name in errors:
            errors[name] += float(np.abs(seen.units[name] - totals).sum())

    assert errors["mid"] < 0.75 * errors["run_rate"]


def test_a_complete_period_ends_where_it_ended():
    daily = each_working_day(100, "2025-01-01", "2026-11-12")

    seen = forecast(daily, date(2026, 11, 12), "month", Period.of(date(2026, 10, 1), "month"))

    assert seen.units.loc[0, ["low", "mid", "high"]].tolist() == [2200, 2200, 2200]


def test_on_the_last_day_the_next_month_is_a_typical_one():
    daily = each_working_day(100, "2024-01-01", "2026-11-30")

    seen = forecast(daily, date(2026, 11, 30), "month")

    assert seen.period.start == date(2026, 12, 1)
    assert seen.units.loc[0, "actual"] == 0
    assert seen.units.loc[0, "mid"] == pytest.approx(2175, rel=0.03)


def test_the_range_takes_ranks_of_n_plus_one():
    """Of 19 ratios the 2nd and the 18th: (19 + 1) × 0.1 and × 0.9. The chance of ≥ 11 is (9 + ½) / 20."""
    errors = Errors(tuple(float(ratio) for ratio in range(1, 20)), 0, 0)

    assert errors.range() == (2.0, 10.0, 18.0)
    assert errors.chance(11.0) == pytest.approx(9.5 / 20)
    assert errors.chance(11.0, less_is_better=True) == pytest.approx(11.5 / 20)


def test_a_plan_that_is_reached_and_can_not_be_lost_again_is_certain():
    errors = Errors(tuple(ratio / 10 for ratio in range(10)), 0, 0)

    assert errors.chance(0.0) == 1.0
    assert errors.chance(-0.3) == 1.0
    assert errors.chance(-0.3, less_is_better=True) == 0.0


def test_no_days_give_no_units():
    empty = each_working_day(100, "2026-01-01", "2026-01-02").iloc[:0]

    seen = forecast(empty, date(2026, 1, 15), "month")

    assert seen.units.empty
    assert list(seen.units) == ["unit_id", "actual", "run_rate", "expected", "low", "mid", "high"]
