import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from analytics import sales_plan
from analytics.commandline import main
from analytics.question import Question
from analytics.runner import House, to_json
from analytics.sales_plan import Options
from data.errors import UsageError
from tests import importing
from tests.analytics.plan_frames import actuals, changed, covered, daily, deals, open_deals, reached, targets, units
from tests.building import make_workspace

AS_OF = date(2026, 11, 12)


def two_managers():
    """Ann sells 100 on each working day for two years, Bob 50; this November 9 of 21 working days are gone."""
    days = [day.date().isoformat() for day in pd.bdate_range("2024-01-01", AS_OF)]
    rows = [("manager", unit, "revenue", day, value) for unit, value in (("A", 100.0), ("B", 50.0)) for day in days]
    return {
        "actuals": actuals(("A", "2026-11-01", "revenue", "900"), ("B", "2026-11-01", "revenue", "450")),
        "targets": targets(
            ("manager", "A", "2026-11-01", "revenue", "2000"), ("manager", "B", "2026-11-01", "revenue", "1500")
        ),
        "daily": daily(*rows),
        "open_deals": open_deals(("manager", "B", 2, 900.0, 300.0)),
        "covered": covered(),
        "reached": reached(
            ("manager", "A", "2026-11-01", "revenue", "900"), ("manager", "B", "2026-11-01", "revenue", "450")
        ),
        "deals": deals(
            ("D1", "2026-10-20", None, "offer", "600.00", "2026-11-20"),
            ("D2", "2026-10-20", None, "offer", "300.00", "2026-11-05"),
        ),
        "changes": changed(("D1", "2026-11-06", "expected_on", "2026-11-06", "2026-11-20")),
        "units": units(("manager", "A", "Ann", "North"), ("manager", "B", "Bob", None)),
    }


def test_units_stand_by_how_far_they_are_below_their_plan():
    found = sales_plan.analyse(two_managers(), Question(AS_OF)).units

    assert found["name"].tolist() == ["Bob", "Ann"]
    bob = found.iloc[0]
    assert bob["attainment"] == pytest.approx(450 / 1500)
    assert bob["against_pace"] == pytest.approx(450 / 1500 - 9 / 21)
    assert bob["mid"] == pytest.approx(1050, rel=0.02)
    assert bob["missing"] == pytest.approx(bob["mid"] - 1500, abs=0.01)
    assert bob["open_per_missing"] == pytest.approx(900 / -bob["missing"])
    assert bob["tone"] == "bad"
    assert bob["probability"] < 0.05
    assert found.iloc[1]["probability"] > 0.9
    assert len(bob["history"]) == 12
    assert bob["history"][-1] == 50 * 22


def test_last_year_counts_the_same_days():
    """2025-11-01 to 2025-11-12 has 8 working days, 2026-11-01 to 2026-11-12 has 9."""
    found = sales_plan.analyse(two_managers(), Question(AS_OF)).units.set_index("unit_id")

    assert found.loc["A", "last_year"] == 800
    assert found.loc["A", "change"] == pytest.approx(900 / 800 - 1)


def test_the_forecast_is_of_the_whole_company_against_the_managers_targets():
    found = sales_plan.analyse(two_managers(), Question(AS_OF))

    row = found.forecast.set_index("metric").loc["revenue"]
    assert (row["period"], row["actual"], row["target"]) == (date(2026, 11, 1), 1350.0, 3500.0)
    assert row["run_rate"] == pytest.approx(3150)
    assert row["low"] <= row["mid"] <= row["high"]
    assert row["probability_of_meeting"] < 0.1


def test_on_the_last_day_the_forecast_is_for_the_next_month_and_the_units_for_the_one_over():
    found = sales_plan.analyse(two_managers(), Question(date(2026, 10, 31)))

    assert found.forecast["period"].iloc[0] == date(2026, 11, 1)
    assert (found.first, found.is_over) == (date(2026, 10, 1), True)
    assert found.units["low"].tolist() == found.units["actual"].tolist()


def test_the_words_say_who_is_short_and_by_how_much():
    words = sales_plan.analyse(two_managers(), Question(AS_OF)).words

    assert words.headline.startswith("November will end at €3.")
    assert words.units.startswith("Heading below plan: 1 of 2 managers, with €4")
    assert words.running == "Behind pace from the start; 2% chance of meeting the plan"


def test_products_have_targets_only_where_plans_name_them():
    frames = two_managers()
    frames["daily"] = daily(
        ("product", "P1", "revenue", "2026-11-03", 10.0), ("product", "", "revenue", "2026-11-03", 30)
    )

    found = sales_plan.analyse(frames, Question(AS_OF, options=Options(by="product")))

    assert found.units["name"].tolist() == ["Without a product", "P1"]
    assert found.units["target"].isna().all()
    assert found.words.units == "No product has a target of its own; Without a product brings 75%"


def test_a_plan_of_few_is_not_compared_with_what_all_reached():
    """Only Bob has a plan, and he made a third: the company's headline compares nothing, his own row does."""
    frames = two_managers()
    frames["targets"] = frames["targets"][frames["targets"]["unit_id"] == "B"]
    frames["covered"] = covered(("company", "", "revenue", 1 / 3))

    found = sales_plan.analyse(frames, Question(AS_OF))

    assert found.words.headline.endswith("; there is no plan to compare with")
    assert found.units.set_index("unit_id").loc["B", "target"] == 1500
    assert found.company["target"].tolist() == [Decimal("1500.00")]


def test_empty_frames_give_the_same_columns():
    frames = {name: frame.iloc[:0] for name, frame in two_managers().items()}
    full, empty = (sales_plan.analyse(given, Question(AS_OF)) for given in (two_managers(), frames))

    for name in ("rows", "company", "forecast", "pace", "cuts", "grid", "units", "periods", "running"):
        assert list(getattr(full, name)) == list(getattr(empty, name))
    assert empty.units.empty
    assert empty.words.units == "Nothing planned and nothing reached in this period"


def test_inputs_are_not_changed():
    frames = two_managers()
    before = {name: frame.copy() for name, frame in frames.items()}

    sales_plan.analyse(frames, Question(AS_OF))

    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_open_deals_are_set_against_what_is_still_to_win():
    """3500 planned, 1350 reached: 2150 missing, 900 open; no earlier month had anything open."""
    deals = sales_plan.analyse(two_managers(), Question(AS_OF)).deals

    assert (deals.coverage.missing, deals.coverage.open) == (2150.0, 900.0)
    assert deals.coverage.cover == pytest.approx(900 / 2150)
    assert (deals.coverage.due, deals.coverage.past) == (600.0, 300.0)
    assert (deals.coverage.needed, deals.coverage.periods) == (None, 0)
    assert deals.covered == "€2.15K still to win, €900 open: 0.4 for each missing €"
    assert deals.pushed.finding == "1 open deal is past its day, with €300; pushed at least once: 1"
    assert deals.pushed.rates_finding == "Too little data to say what comes of pushed deals"


def test_a_bridge_lies_between_the_days_that_are_asked_for():
    options = Options(since=date(2026, 11, 1), until=date(2026, 11, 8))

    bridge = sales_plan.analyse(two_managers(), Question(AS_OF, options=options)).deals.bridge

    assert (bridge.since, bridge.until) == (date(2026, 11, 1), date(2026, 11, 8))
    assert bridge.finding == "Nothing changed in what is won and expected in November since 1\u00a0Nov"
    assert bridge.note == "Changes of deals are known from 6\u00a0Nov on; what moved before doesn't show."


def test_what_was_won_beside_the_deals_that_are_seen_is_told():
    """1350 were reached, and none of it by a deal that is seen."""
    assert sales_plan.analyse(two_managers(), Question(AS_OF)).deals.bridge.elsewhere == 1350.0


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (
            ("600.00", "50.00"),
            "€550 less won or expected in November than on 31\u00a0Oct: lost deals took €600, new deals brought €50",
        ),
        (
            ("50.00", "600.00"),
            "€550 more won or expected in November than on 31\u00a0Oct: new deals brought €600, lost deals took €50",
        ),
    ],
)
def test_the_bridges_finding_names_what_made_the_change_first(amounts, expected):
    rows = deals(
        ("D1", "2026-10-20", "2026-11-03", "lost", amounts[0], "2026-11-20"),
        ("D2", "2026-11-02", None, "offer", amounts[1], "2026-11-25"),
    )

    assert sales_plan.analyse(two_managers() | {"deals": rows}, Question(AS_OF)).deals.bridge.finding == expected


def test_without_changes_of_deals_it_is_said_that_nothing_can_show_as_moved():
    frames = two_managers() | {"changes": changed()}

    found = sales_plan.analyse(frames, Question(AS_OF)).deals

    assert found.bridge.note.startswith("No changes of deals are known: amounts and expected days are as last imported")
    assert found.pushed.rates_finding == "No changes of deals are known, so pushes can't be counted"


def test_metrics_that_deals_dont_bring_have_no_bridge():
    assert sales_plan.analyse(two_managers(), Question(AS_OF, options=Options(metric="contacts"))).deals is None


def test_new_clients_stand_beside_revenue():
    frames = two_managers()
    frames["targets"] = targets(("manager", "A", "2026-11-01", "new_clients", "3"))
    frames["daily"] = daily(
        ("manager", "A", "new_clients", "2026-11-03", 1.0),
        ("manager", "A", "new_clients", "2026-10-30", 5.0),
        ("manager", "A", "revenue", "2026-11-03", 10.0),
    )

    row = sales_plan.analyse(frames, Question(AS_OF)).units.set_index("unit_id").loc["A"]

    assert (row["new_clients"], row["new_clients_target"]) == (1.0, 3.0)


def test_days_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="lies after"):
        Options(since=date(2026, 11, 2), until=date(2026, 11, 1))


@pytest.mark.parametrize("given", [{"metric": "profit"}, {"by": "client"}, {"over": "week"}])
def test_a_word_that_is_none_of_the_choices_is_refused(given):
    with pytest.raises(ValueError, match="it can be"):
        Options(**given)


def deal(number: str, manager: str, amount: str, day: date, **more):
    return {
        "deal_id": number,
        "client_id": "C1",
        "manager_id": manager,
        "opened_on": day,
        "closed_on": day,
        "stage": "won",
        "amount": Decimal(amount),
        **more,
    }


def plan(manager: str, target: str, month: int = 5, **more):
    return {
        "manager_id": manager,
        "period": date(2026, month, 1),
        "metric": "revenue",
        "target": Decimal(target),
        **more,
    }


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> House:
    place: Path = tmp_path_factory.mktemp("plan")
    tables = {
        "managers": [
            {"manager_id": "A", "name": "Ann", "team": "North", "email": "ann@example.com"},
            {"manager_id": "B", "name": "Bob", "team": "South"},
        ],
        "clients": [{"client_id": "C1", "name": "One", "region": "East", "manager_id": "B"}],
        "products": [{"product_id": "P1", "name": "Pump"}],
        "deals": [
            deal("D1", "A", "60.50", date(2026, 5, 4), cost=Decimal("40.50"), product_id="P1"),
            deal("D2", "B", "40.00", date(2026, 5, 20)),
            deal("D3", "B", "10.00", date(2026, 4, 20)),
            {
                "deal_id": "D4",
                "client_id": "C1",
                "opened_on": date(2026, 5, 1),
                "stage": "offer",
                "amount": Decimal(70),
            },
        ],
        "plans": [
            plan("A", "60", product_id="P1"),
            plan("A", "40", region="East"),
            plan("B", "50"),
            plan("B", "30", product_id="P1"),
            plan("", "500"),
            plan("B", "20", month=4),
        ],
    }
    return House(make_workspace(place, tables).path)


def test_a_managers_target_is_the_row_for_all_else_the_sum_of_the_others(house):
    found = house.run("sales_plan", house.scope()).rows
    may = found[(found["metric"] == "revenue") & (found["period"] == date(2026, 5, 1))].set_index("manager_id")

    assert may.loc["A", ["target", "actual"]].tolist() == [Decimal("100.00"), Decimal("60.50")]
    assert may.loc["B", ["target", "actual"]].tolist() == [Decimal("50.00"), Decimal("40.00")]
    assert may.loc["A", "attainment"] == 0.605


def test_the_company_has_its_own_target_and_a_team_the_sum_of_its_managers(house):
    whole = house.run("sales_plan", house.scope()).company.set_index(["period", "metric"])
    north = house.run("sales_plan", house.scope(teams=("North",))).company.set_index(["period", "metric"])
    may = (date(2026, 5, 1), "revenue")

    assert whole.loc[may, ["target", "actual"]].tolist() == [Decimal("500.00"), Decimal("100.50")]
    assert whole.loc[(date(2026, 4, 1), "revenue"), "target"] == Decimal("20.00")
    assert north.loc[may, ["target", "actual"]].tolist() == [Decimal("100.00"), Decimal("60.50")]


def test_cuts_by_product_and_region_take_the_rows_that_name_them(house):
    product = house.run("sales_plan", house.scope(), {"by": "product"}).units.set_index("unit_id")
    region = house.run("sales_plan", house.scope(), {"by": "region"}).units.set_index("unit_id")

    assert product.loc["P1", ["target", "actual"]].tolist() == [90.0, 60.5]
    assert region.loc["East", ["target", "actual"]].tolist() == [40.0, 100.5]


def test_plans_cover_what_those_reached_who_have_one(house):
    """P1 has plans of A and B; East one of A, who made 60.50 of its 110.50; the company has its own."""
    found = house.query("sales_plan_covered", house.scope()).set_index(["cut", "unit_id", "metric"])["covered_share"]

    assert found["company", "", "revenue"] == 1
    assert found["product", "P1", "revenue"] == 1
    assert found["region", "East", "revenue"] == pytest.approx(60.5 / 110.5)
    assert found["region", "East", "deals"] == 0


def test_a_manager_sees_their_own_plan_alone(house):
    found = house.run("sales_plan", house.scope("ann@example.com"))

    assert set(found.rows["manager_id"]) == {"A"}
    assert found.company.set_index(["period", "metric"]).loc[(date(2026, 5, 1), "revenue"), "target"] == Decimal(
        "100.00"
    )


def test_json_prints_money_with_two_decimals(house):
    found = to_json(house.run("sales_plan", house.scope()))

    row = next(row for row in found["rows"] if row["manager_id"] == "A" and row["metric"] == "revenue")
    assert (str(row["actual"]), str(row["target"]), row["period"]) == ("60.50", "100.00", "2026-05-01")


def test_what_is_behind_a_row_adds_up_to_it(house):
    given = {"metric": "revenue", "first": date(2026, 5, 1), "last": date(2026, 5, 31)}

    bob = house.query("sales_plan_behind", house.scope(), cut="manager", unit="B", **given)
    nobody = house.query("sales_plan_behind", house.scope(), cut="product", unit="", **given)

    assert bob["event_id"].tolist() == ["D2"]
    assert bob["client"].tolist() == ["One"]
    assert sum(nobody["value"]) == Decimal(40)


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("revenue", Decimal("100.50")),
        ("margin", Decimal("20.00")),
        ("deals", Decimal(2)),
        ("new_clients", Decimal(0)),
        ("margin_share", Decimal("20.00") / Decimal("60.50")),
        ("attainment", Decimal("100.50") / Decimal(500)),
    ],
)
def test_the_rows_behind_a_metric_add_up_to_it(house, name, total):
    scope = house.scope(start=date(2026, 5, 1), end=date(2026, 5, 31))

    assert house.passport(name, scope).total == total


def test_a_wrong_word_is_told(house):
    with pytest.raises(UsageError, match="it can be month, quarter, year"):
        house.run("sales_plan", house.scope(), {"over": "week"})


CLIENTS = "client_id,name\nC1,One\n"
FIRST = """deal_id,client_id,opened_on,stage,expected_on,closed_on,amount
D1,C1,2026-05-20,offer,2026-06-20,,100.00
D2,C1,2026-05-21,offer,2026-06-25,,80.00
D3,C1,2026-06-10,lost,,2026-06-10,1.00
"""
SECOND = """deal_id,client_id,opened_on,stage,expected_on,closed_on,amount
D1,C1,2026-05-20,offer,2026-06-28,,130.00
D2,C1,2026-05-21,offer,2026-07-05,,80.00
D4,C1,2026-06-18,won,,2026-06-19,7.00
"""


@pytest.fixture
def imported_twice(tmp_path):
    """The same deals exported on 10 and on 19 June, without deal_changes: the import notes what differs."""
    files = importing.House(tmp_path)
    files.take(clients=CLIENTS, deals=FIRST, today=date(2026, 6, 20))
    files.take(deals=SECOND, today=date(2026, 6, 20))
    return files.folder / "space"


def test_what_two_exports_tell_differently_is_a_bridge_on_the_command_line(imported_twice, capsys):
    words = ["run", "sales_plan", "since=2026-06-10", "until=2026-06-19", "--workspace", str(imported_twice), "--json"]

    assert main(words) == 0

    told = json.loads(capsys.readouterr().out, parse_float=Decimal)["deals"]
    steps = {part["part"]: (part["open"], part["won"]) for part in told["bridge"]["parts"] if part["deals"]}
    assert {part: tuple(map(str, values)) for part, values in steps.items()} == {
        "first": ("180.00", "0.00"),
        "added": ("0.00", "7.00"),
        "moved_out": ("-80.00", "0.00"),
        "changed": ("30.00", "0.00"),
        "last": ("130.00", "7.00"),
    }
    assert [deal["deal_id"] for deal in told["bridge"]["deals"]] == ["D4", "D2", "D1"]
    assert [(deal["deal_id"], deal["pushes"], deal["pushed_days"]) for deal in told["pushed"]["deals"]] == [
        ("D1", 1, 8),
        ("D2", 1, 10),
    ]


def test_a_day_that_is_none_is_refused_on_the_command_line(imported_twice, capsys):
    assert main(["run", "sales_plan", "since=soon", "--workspace", str(imported_twice)]) == 2
    assert "soon" in capsys.readouterr().err
