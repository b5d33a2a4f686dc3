from datetime import date, timedelta
from types import SimpleNamespace

import pandas as pd
from pandas import DataFrame

from analytics.overview import alerts
from analytics.overview.alerts import Alert
from analytics.question import Question

AS_OF = date(2026, 11, 12)


def alert(money: float, page: str = "churn") -> Alert:
    return Alert(page, f"about {money}", "about", "icon", "bad", money)


def absent(**more):
    row = {
        "manager_id": "M1",
        "name": "Kärt",
        "to_on": pd.Timestamp(2026, 11, 24),
        "count_clients": 14,
        "count_open": 5,
        "open_amount": 120_000.0,
        "count_soon": 3,
        "soon_amount": 86_000.0,
    }
    return list(alerts.absent(DataFrame([row | more])))


def owing(client: str, value: float, due_on: str) -> dict[str, object]:
    return {"client_id": client, "value": value, "due_on": pd.Timestamp(due_on)}


def payer(client: str, settled: int, usual: float | None) -> dict[str, object]:
    return {
        "client_id": client,
        "name": f"Client {client}",
        "owner_id": "M1",
        "count_settled": settled,
        "usual_days": usual,
    }


def test_the_five_about_most_money_are_kept_in_order():
    found = alerts.worst(alert(money) for money in (1, 9, 3, 7, 5, 2))

    assert [each.money for each in found] == [9, 7, 5, 3, 2]


def test_an_absent_manager_without_deputy_names_what_is_expected_this_week():
    (found,) = absent()

    assert found.text == "No deputy until 24\u00a0Nov for 14 clients of Kärt; 3 deals of €86K are expected this week"
    assert found.subject in found.text
    assert found.money == 120_000
    assert found.filters == {"managers": ("M1",)}


def test_without_deals_this_week_the_open_ones_are_told_and_without_any_none():
    assert absent(count_soon=0)[0].text.endswith("; 5 deals of €120K are open")
    assert absent(count_soon=0, count_open=0, to_on=pd.NaT)[0].text == "No deputy for 14 clients of Kärt"


def test_the_largest_late_client_is_measured_by_its_own_rhythm():
    """A owes more but always pays 60 days late; B is 34 days late, twice its usual 17."""
    owed = DataFrame([owing("A", 9000, "2026-09-13"), owing("B", 700, "2026-10-09"), owing("B", 100, "2026-11-01")])
    payers = DataFrame([payer("A", 9, 60.0), payer("B", 5, 17.0)])

    (found,) = alerts.late_payer(owed, payers, AS_OF)

    assert found.text == "Client B is 34 days late with €800, 2.0 times its own rhythm"
    assert (found.page, found.money) == ("reliability", 800)


def test_lateness_is_counted_to_the_day_that_payments_are_known():
    owed = DataFrame([owing("B", 700, "2026-10-09")])

    (found,) = alerts.late_payer(owed, DataFrame([payer("B", 5, 0.0)]), AS_OF - timedelta(days=21))

    assert found.text == "Client B is 13 days late with €700; it has always paid on time"


def test_few_settled_invoices_are_no_rhythm():
    (found,) = alerts.late_payer(DataFrame([owing("B", 700, "2026-10-09")]), DataFrame([payer("B", 1, 2.0)]), AS_OF)

    assert found.text == "Client B is 34 days late with €700"


def test_a_team_needs_what_its_share_of_won_money_says():
    """1,000 of 2,900 closed was won: 2.9 of open deals for each euro. North has 1.7, South 3.5, East misses nothing."""
    teams = DataFrame(
        {
            "unit_id": ["North", "South", "East"],
            "name": ["North", "South", "East"],
            "missing": [-100.0, -50.0, float("nan")],
            "open_per_missing": [1.7, 3.5, float("nan")],
        }
    )
    rates = DataFrame({"unit_id": ["North", "South", "East"], "won": [1000.0] * 3, "closed": [2900.0] * 3})

    (found,) = alerts.thin_teams(teams, rates)

    assert found.text == "North needs 2.9 of open deals for each missing €1; it has 1.7"
    assert (found.money, found.filters) == (100.0, {"teams": ("North",)})


def test_a_cause_that_doubled_by_more_than_chance_is_told():
    """5 a month for a year, then 10 a month for 90 days; another cause stays at 3 a month."""
    days = (
        pd.date_range("2025-08-15", "2026-08-14", periods=60).tolist()
        + pd.date_range("2026-08-15", "2026-11-12", periods=30).tolist()
    )
    steady = pd.date_range("2025-08-15", "2026-11-12", periods=45).tolist()
    complaints = DataFrame(
        {
            "client_id": [f"C{place % 4}" for place in range(len(days) + len(steady))],
            "opened_on": days + steady,
            "cause": ["late delivery"] * len(days) + ["price"] * len(steady),
        }
    )
    clients = DataFrame(
        {
            "client_id": [f"C{number}" for number in range(50)],
            "entered_on": pd.Timestamp(2020, 1, 1),
            "ended_on": pd.NaT,
            "revenue": 1000.0,
        }
    )

    (found,) = alerts.growing_causes(complaints, clients, AS_OF)

    assert found.text.startswith("Complaints about late delivery: 2.")
    assert "the 30 in 90 days are of clients with €4K a year" in found.text
    assert found.money == 4000


def test_wrong_payments_are_summed_without_their_signs():
    wrong = [
        SimpleNamespace(difference=100, penalty_difference=None),
        SimpleNamespace(difference=-30, penalty_difference=5),
    ]

    (found,) = alerts.wrong_pay(wrong)

    assert found.text == "2 payments of the last 12 months differ from the scheme, by €135"
    assert not list(alerts.wrong_pay([]))


def test_sources_that_fall_behind_stand_first_and_are_told():
    known = {"deals": AS_OF, "payments": date(2026, 10, 22), "contracts": date(2026, 3, 1), "complaints": AS_OF}

    found = alerts.sources(Question(AS_OF, known_through=known))

    assert found["table"].tolist() == ["payments", "deals", "complaints", "contracts"]
    assert found["age_days"].tolist() == [21, 0, 0, 256]
    assert found["is_stale"].tolist() == [True, False, False, False]
    assert [each.text for each in alerts.stale(found)] == [
        "Payments end on 22\u00a0Oct, 21 days before the day looked from"
    ]


def test_at_an_earlier_day_a_source_is_known_to_that_day():
    found = alerts.sources(Question(date(2026, 1, 1), known_through={"deals": AS_OF}))

    assert found[["known_through", "age_days"]].to_numpy().tolist() == [[date(2026, 1, 1), 0]]
