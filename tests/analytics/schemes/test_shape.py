"""The curve of a typical month and what the next deal brings."""

from datetime import date
from decimal import Decimal

from tests.analytics.pay_frames import SCHEME, frames, paid, plan, won
from tests.analytics.schemes.companies import ask

MAY = {"as_of": date(2026, 5, 20)}
NO_PENALTY = SCHEME.split("[penalty]")[0]
COMMISSION = (
    'name = "C"\nfrom = "2026-01"\nmetric = "revenue"\nbase = "actual"\ncap_amount = 40\n[[tier]]\nfrom = 0\nrate = 0.2'
)


def company(**changes):
    rows = {
        "payroll": [paid("M1", 4, "1000"), paid("M2", 4, "2000"), paid("M3", 4, "6000")],
        "actuals": [won("M1", 4, "40", "D0"), won("M1", 5, "90", "D1"), won("M2", 4, "60", "D2", "C2")],
        "plans": [plan(f"M{number}", month, "100") for number in (1, 2, 3) for month in (4, 5)],
    }
    return frames(**rows | changes)


def pieces(result, name="held"):
    return [(row["start"], row["pay"], row["rate"]) for row in result.curve.to_dict("records") if row["scheme"] == name]


def test_the_curve_is_of_the_median_month():
    result = ask(company(), NO_PENALTY, **MAY)
    assert (result.typical.salary, result.typical.target, result.typical.people) == (Decimal(2000), Decimal(100), 3)
    assert pieces(result) == [
        (Decimal(0), Decimal(0), Decimal(0)),
        (Decimal("0.8"), Decimal(0), Decimal(10)),
        (Decimal(1), Decimal(200), Decimal(20)),
        (Decimal("2.4"), Decimal(3000), Decimal(0)),
    ]


def test_a_quarters_curve_is_of_one_month_too():
    assert pieces(ask(company(), 'every = "quarter"' + NO_PENALTY, **MAY)) == pieces(ask(company(), NO_PENALTY, **MAY))


def test_a_commission_runs_over_attainment_beside_the_scheme_in_force():
    result = ask(company(), NO_PENALTY, tried=COMMISSION, **MAY)
    assert pieces(result, "tried") == [(Decimal(0), Decimal(0), Decimal("0.2")), (Decimal(2), Decimal(40), Decimal(0))]


def test_points_that_never_end_are_rounded_far_behind_the_comma():
    tried = NO_PENALTY.replace("1.5", "0.05").replace("rate = 0.5", "rate = 0.3")
    assert pieces(ask(company(), tried, **MAY))[2][0] == Decimal("0.966666666667")


def next_of(result):
    return {row["manager_id"]: row for row in result.next_deals.to_dict("records")}


def test_the_next_deal_is_paid_with_it_less_without_it():
    """M1 is at 90 of 100 in May: 50 of bonus; the median deal of 65 brings them to 155%: 100 + 550."""
    row = next_of(ask(company(), NO_PENALTY, **MAY))["M1"]
    assert (row["deal"], row["pay"], row["after"], row["brings"]) == (
        Decimal("65.00"),
        Decimal("50.00"),
        Decimal("650.00"),
        Decimal("600.00"),
    )
    assert (row["attainment"], row["step"], row["missing"]) == (0.9, Decimal(1), Decimal("10.00"))
    assert row["each"] == Decimal("9.230769230769")


def test_who_has_no_deal_yet_is_given_everybodys_median():
    row = next_of(ask(company(), NO_PENALTY, **MAY))["M3"]
    assert (row["deal"], row["brings"], row["missing"]) == (Decimal("60.00"), Decimal("0.00"), Decimal("80.00"))


def test_the_deals_size_may_be_said():
    row = next_of(ask(company(), NO_PENALTY, deal=Decimal(10), tried=COMMISSION, **MAY))["M1"]
    assert (row["brings"], row["tried_brings"]) == (Decimal("50.00"), Decimal("2.00"))


def test_past_the_cap_the_next_deal_brings_nothing():
    given = company(actuals=[won("M1", 5, "900", "D1")])
    row = next_of(ask(given, NO_PENALTY, **MAY))["M1"]
    assert (row["brings"], row["step"], row["missing"]) == (Decimal("0.00"), None, None)


def test_without_any_deal_there_is_no_next_one():
    assert ask(company(actuals=[]), NO_PENALTY, **MAY).next_deals.empty
