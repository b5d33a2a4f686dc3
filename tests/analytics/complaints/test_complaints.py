"""Complaints by hand: causes, shares, money, time to settle, repeats, groups, periods."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from pandas import DataFrame

from analytics import complaints
from analytics.complaints import Options, findings
from analytics.complaints import rows as rows_of
from analytics.question import Question
from analytics.results import to_json

DAY = date(2026, 6, 30)
COLUMNS = ("complaint_id", "client_id", "opened_on", "resolved_on", "cause", "text", "unit", "product_id")
ROWS = [
    ("K1", "A", "2026-05-01", "2026-05-05", "late", None, "Shop", "P1"),  # 4 days
    ("K2", "A", "2026-06-01", "2026-06-21", "Late ", None, "Shop", "P1"),  # 20 days; a repeat of K1, 31 days after
    ("K3", "B", "2026-06-10", None, "late", None, "Shop", "P2"),  # open for 20 days
    ("K4", "B", "2026-06-20", "2026-06-23", "price", None, None, None),  # 3 days
    ("K5", "C", "2025-12-01", "2025-12-03", "late", None, "Store", "P1"),  # 2 days
    ("K6", "C", "2026-06-25", None, None, "something", None, None),  # no cause
]


def frames(rows: list[tuple] = ROWS) -> dict[str, DataFrame]:
    table = DataFrame(rows, columns=list(COLUMNS)).astype({"cause": "str", "text": "str", "unit": "str"})
    for name in ("opened_on", "resolved_on"):
        table[name] = pd.to_datetime(table[name])
    table = table.assign(client_name="Client " + table["client_id"], manager_id="M1", manager_name="Mari")
    table = table.assign(product_name=table["product_id"].map({"P1": "Rack", "P2": "Box"}))
    clients = DataFrame({"client_id": ["A", "B", "C"], "revenue": [1000.0, 200.0, 0.0]})
    clients = clients.assign(entered_on=pd.Timestamp(2024, 1, 1), ended_on=pd.Series(pd.NaT, index=range(3)))
    deals = DataFrame({"kind": ["product", "unit"], "group_id": ["P1", "Shop"], "deals": [20, 50]})
    wishes = DataFrame(
        {
            "feedback_id": ["F1", "F2"],
            "client_id": ["A", "B"],
            "client_name": ["Client A", "Client B"],
            "given_on": pd.to_datetime(["2026-01-01", "2026-02-01"]),
            "comment": ["cheaper", "faster"],
        }
    )
    return {"complaints": table, "clients": clients, "deals": deals, "wishes": wishes}


def answer(given: dict[str, DataFrame], **asked) -> complaints.Result:
    question = Question(**({"as_of": DAY, "options": Options()} | asked))
    scores = complaints.score(given, question)
    return complaints.analyse(given, replace(question, scores={"complaints": scores}))


@pytest.fixture(scope="module")
def found():
    return answer(frames())


def test_causes_by_hand(found):
    late = found.causes.set_index("cause").loc["late"]
    assert (late["complaints"], late["clients"], late["open"], late["found"]) == (4, 3, 1, 0)
    assert late["share"] == pytest.approx(4 / 6)
    assert late["money"] == 1200.0
    assert late["money_share"] == pytest.approx(1.0)
    # 2 and 4 days, then 20 settled beside 20 open: after day 4 two of four are left
    assert late["median_days"] == 4
    assert list(found.causes["cause"]) == ["late", "price"]


def test_exactly_the_rows_without_a_cause_are_classified(found):
    assert list(found.classified["complaint_id"]) == ["K6"]
    assert found.classified["cause"].isna().all()
    assert found.way == "none"


def test_a_repeat_is_the_same_client_and_cause_within_90_days(found):
    assert found.repeats[["client_id", "cause", "complaints", "repeats"]].to_numpy().tolist() == [["A", "late", 2, 1]]
    rows = rows_of.repeat_rows(found)
    assert list(rows.loc[rows["value"] == 1, "complaint_id"]) == ["K2"]
    assert rows_of.total(rows) == pytest.approx(1 / 5)


def test_settled_in_time_is_of_complaints_whose_14th_day_was_in_the_period(found):
    rows = rows_of.in_time_rows(found).set_index("complaint_id")["value"]
    assert rows.to_dict() == {"K1": 1, "K2": 0, "K3": 0, "K5": 1}  # K4 and K6: their day is yet to come
    june = answer(frames(), start=date(2026, 6, 1), end=date(2026, 6, 30))
    assert set(rows_of.in_time_rows(june)["complaint_id"]) == {"K2", "K3"}


def test_what_is_open_now_does_not_depend_on_the_period():
    may = answer(frames(), start=date(2026, 5, 1), end=date(2026, 5, 31))
    assert list(may.complaints["complaint_id"]) == ["K1"]
    assert list(may.open["complaint_id"]) == ["K3", "K6"]
    assert rows_of.open_rows(may)["value"].sum() == 2


def test_groups_stand_beside_the_deals_that_they_are_of(found):
    units = rows_of.of_group(found, "unit").set_index("name")
    assert units.loc["Shop", "complaints"] == 3
    assert units.loc["Shop", "per_hundred_deals"] == pytest.approx(6.0)
    assert pd.isna(units.loc["Store", "per_hundred_deals"])
    products = rows_of.of_group(found, "product").set_index("name")
    assert products.loc["Rack", "per_hundred_deals"] == pytest.approx(15.0)
    assert products.loc["Rack", "cause"] == "late"


def test_what_was_settled_later_is_open_on_the_day_known():
    early = answer(frames(), known_through={"complaints": date(2026, 6, 15)})
    rows = early.complaints.set_index("complaint_id")
    assert rows.loc["K2", "is_open"]
    assert rows.loc["K2", "days"] == 14
    assert findings.through_note(early).startswith("Complaints are known up to 15")


def test_a_settled_target_is_checked():
    with pytest.raises(ValueError, match="target_days"):
        Options(target_days=0)


def test_wishes_come_latest_first(found):
    assert list(found.wishes["comment"]) == ["faster", "cheaper"]


def test_the_command_line_has_its_keys(found):
    printed = to_json(found)
    assert {"as_of", "causes", "classified", "proof"} <= set(printed)
    keys = {"cause", "complaints", "share", "change", "significant", "median_days"}
    assert keys <= set(printed["causes"][0])
    assert printed["classified"] == [{"complaint_id": "K6", "cause": None, "probability": None}]
    assert "complaints" not in printed


def grown() -> dict[str, DataFrame]:
    """Price complaints six times as frequent in the last 90 days, late ones as before; a year and more of both."""
    price = [("price", day) for day in pd.date_range("2025-01-02", "2026-03-20", periods=30)]
    price += [("price", day) for day in pd.date_range("2026-04-05", "2026-06-29", periods=40)]
    late = [("late", day) for day in pd.date_range("2025-01-01", "2026-06-29", periods=150)]
    rows = [
        (f"K{place:03d}", "ABC"[place % 3], day, day + pd.Timedelta(days=place % 30), cause, None, None, None)
        for place, (cause, day) in enumerate(price + late)
    ]
    return frames([(*row[:3], row[3] if row[3] <= pd.Timestamp(DAY) else None, *row[4:]) for row in rows])


def test_the_headline_names_the_first_cause_and_what_has_grown():
    found = answer(grown())
    assert findings.headline(found).startswith("Late is behind 68% of complaints; price has risen to")
    assert findings.trend_finding(found, "price").endswith("more than chance explains")
    assert "within chance" in findings.trend_finding(found, "late")
    assert findings.pareto_finding(found) == "One cause makes up 68% of complaints"
    assert "takes longest" in findings.settle_finding(found)
    assert findings.named_causes(found.causes).set_index("cause").loc["price", "tone"] == "bad"


def test_sentences_without_a_cause_say_so(found):
    bare = answer(frames([ROWS[5]]))
    assert findings.headline(bare) == "One complaint, its cause unknown"
    assert findings.pareto_finding(bare) == "No cause is known"
    assert findings.settle_finding(bare) == "No cause is known"
    assert findings.money_finding(bare).startswith("The complaining clients bought nothing")
    assert findings.listed(bare)["how"].tolist() == ["unclassified"]
    assert findings.oldest(found) == "oldest 20 days"


def test_nothing_gives_empty_tables_with_the_same_columns(found):
    empty = answer({name: frame.iloc[:0] for name, frame in frames().items()})
    for name in ("causes", "classified", "groups", "repeats", "wishes", "open"):
        ours, theirs = getattr(empty, name), getattr(found, name)
        assert ours.empty
        assert list(ours.columns) == list(theirs.columns)
    assert empty.total["complaints"].tolist() == [0]
    assert rows_of.total(rows_of.in_time_rows(empty)) is None


def test_the_order_of_rows_does_not_matter_and_nothing_is_changed(found):
    given = frames()
    shuffled = {name: frame.sample(frac=1, random_state=4) for name, frame in given.items()}
    before = {name: frame.copy() for name, frame in shuffled.items()}
    again = answer(shuffled)
    pd.testing.assert_frame_equal(found.causes, again.causes)
    pd.testing.assert_frame_equal(found.groups, again.groups)
    pd.testing.assert_frame_equal(found.open, again.open)
    for name, frame in shuffled.items():
        pd.testing.assert_frame_equal(frame, before[name])
