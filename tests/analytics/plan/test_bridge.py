"""The bridge between two days, against deals whose every day is known because they were lived through forwards."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.periods import Period
from analytics.plan import bridge as bridging
from analytics.plan.states import known, on_day
from analytics.runner import House
from tests.analytics import plan_files
from tests.analytics.plan_frames import changed, deals

FIRST = date(2026, 1, 1)
LENGTH = 120
PARTS = bridging.PARTS


@st.composite
def lives(draw):
    """A deal's life, its row as last imported, its changes; by day (is open, is won, due day, cents)."""
    number = draw(st.integers(0, 10**6))
    opened = draw(st.integers(0, 80))
    closed = draw(st.none() | st.integers(opened, LENGTH - 1))
    is_won = closed is not None and draw(st.booleans())
    amount, due = draw(st.integers(0, 10**7)), draw(st.none() | st.integers(0, LENGTH + 40))
    states, rows = [], []
    turns = {
        day: draw(st.sampled_from(["amount", "expected_on"]))
        for day in draw(st.sets(st.integers(0, LENGTH - 1), max_size=4))
    }
    for day in range(LENGTH):
        field = turns.get(day) if day >= opened else None
        if field == "amount":
            rows.append([day, field, cents_text(amount), cents_text(amount := draw(st.integers(0, 10**7)))])
        if field == "expected_on":
            rows.append([day, field, day_text(due), day_text(due := draw(st.none() | st.integers(0, LENGTH + 40)))])
        is_over = closed is not None and day >= closed
        counts = closed if is_over and is_won else due
        states.append(
            (day >= opened and not is_over, is_over and is_won, None if counts is None else on(counts), amount)
        )
    return number, opened, closed, is_won, amount, due, states, rows


def on(day: int) -> date:
    return FIRST + timedelta(days=day)


def day_text(day: int | None) -> str:
    return "" if day is None else on(day).isoformat()


def cents_text(cents: int) -> str:
    return str(Decimal(cents).scaleb(-2))


def frames(companies):
    """The lives as the queries give them."""
    rows, told = [], []
    for place, (_number, opened, closed, is_won, amount, due, _states, turns) in enumerate(companies):
        stage = "offer" if closed is None else "won" if is_won else "lost"
        closing = None if closed is None else day_text(closed)
        rows.append((f"D{place:03}", on(opened).isoformat(), closing, stage, cents_text(amount), day_text(due) or None))
        told += [(f"D{place:03}", day_text(day), field, old, new) for day, field, old, new in turns]
    return deals(*rows), changed(*told)


@settings(deadline=None, max_examples=60)
@given(
    companies=st.lists(lives(), max_size=12),
    days=st.tuples(st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1)).map(sorted),
    month=st.integers(1, 5),
)
def test_the_parts_add_up_to_what_was_lived_through(companies, days, month):
    """Every deal's value on both days is taken from its life; the parts are told from the frames."""
    period = Period.of(date(2026, month, 1), "month")
    rows, told = frames(companies)

    found = bridging.effects(rows, told, period, (on(days[0]), on(days[1])))
    parts = bridging.bridge(found).set_index("part")

    for end, day in (("first", days[0]), ("last", days[1])):
        then = [life[6][day] for life in companies]
        inside = [state for state in then if state[2] is not None and period.start <= state[2] <= period.end]
        assert parts.loc[end, "open"] == money(state[3] for state in inside if state[0])
        assert parts.loc[end, "won"] == money(state[3] for state in inside if state[1])
    for column in ("open", "won", "total"):
        assert parts.loc["first", column] + sum(parts.loc[list(PARTS), column]) == parts.loc["last", column]
    behind = bridging.rows(found)
    for part in PARTS:
        chosen = behind[behind["part"] == part]
        assert sum(chosen["total"]) == parts.loc[part, "total"]
        assert chosen["deal_id"].is_unique
        assert len(chosen) == parts.loc[part, "deals"]
    units = bridging.by_unit(found, "manager_id")
    for unit in units.itertuples():
        assert unit.first + unit.lost + unit.added + unit.moved_in + unit.moved_out + unit.changed == unit.last
    assert sum(units["last"]) == parts.loc["last", "total"]


def money(cents) -> Decimal:
    return Decimal(sum(cents)).scaleb(-2)


@settings(deadline=None, max_examples=60)
@given(companies=st.lists(lives(), min_size=1, max_size=6), day=st.integers(0, LENGTH - 1))
def test_a_deal_without_old_values_is_told_by_the_changes_before(companies, day):
    """Where exports lack the old value, a deal is what its last change left; before the first, as it is now."""
    rows, told = frames(companies)
    told = told.assign(is_told=False, old_on=pd.NaT, old_cents=float("nan"))

    state = on_day(rows, told, on(day))

    for place, life in enumerate(companies):
        turns = [turn for turn in life[7] if turn[1] == "amount"]
        if any(turn[0] <= day for turn in turns):
            assert state["value"].iloc[place] == life[6][day][3]
        else:
            assert state["value"].iloc[place] == life[4]


NOV = Period.of(date(2026, 11, 1), "month")
SPAN = date(2026, 10, 31), date(2026, 11, 12)


@pytest.mark.parametrize(
    ("row", "turns", "expected"),
    [
        (("2026-10-01", "2026-11-05", "won", "100.00", "2026-11-20"), [], {"won": "0.00"}),
        (("2026-10-01", "2026-11-05", "lost", "100.00", "2026-11-20"), [], {"lost": "-100.00"}),
        (("2026-10-01", "2026-11-05", "lost", "100.00", "2026-12-20"), [], {}),
        (("2026-11-01", None, "offer", "100.00", "2026-11-20"), [], {"added": "100.00"}),
        (("2026-11-01", "2026-11-02", "lost", "100.00", "2026-11-20"), [], {}),
        (("2026-10-01", "2026-11-05", "won", "100.00", "2026-12-20"), [], {"moved_in": "100.00"}),
        (
            ("2026-10-01", None, "offer", "100.00", "2026-12-20"),
            [("2026-11-10", "expected_on", "2026-11-20", "2026-12-20")],
            {"moved_out": "-100.00"},
        ),
        (
            ("2026-10-01", "2026-11-05", "won", "90.00", "2026-11-20"),
            [("2026-11-02", "amount", "100.00", "90.00")],
            {"won": "0.00", "changed": "-10.00"},
        ),
        (
            ("2026-10-01", None, "offer", "130.00", "2026-11-20"),
            [
                ("2026-11-02", "amount", "100.00", "130.00"),
                ("2026-11-02", "expected_on", "2027-01-20", "2026-11-20"),
            ],
            {"moved_in": "100.00", "changed": "30.00"},
        ),
        (
            ("2026-10-01", "2026-10-20", "won", "90.00", "2026-11-20"),
            [("2026-11-02", "amount", "100.00", "90.00")],
            {},
        ),
    ],
)
def test_each_part_holds_what_it_says(row, turns, expected):
    found = bridging.effects(deals(("D1", *row)), changed(*(("D1", *turn) for turn in turns)), NOV, SPAN)

    behind = bridging.rows(found).set_index("part")["total"]
    assert {part: str(value) for part, value in behind.items()} == expected


def test_margin_counts_deals_with_a_cost_and_deals_count_one():
    rows = deals(
        ("D1", "2026-11-01", None, "offer", "100.00", "2026-11-20"),
        ("D2", "2026-11-01", None, "offer", "50.00", "2026-11-20"),
    )
    rows["cost_cents"] = [6000.0, float("nan")]

    totals = {
        metric: bridging.bridge(bridging.effects(rows, changed(), NOV, SPAN, metric))
        .set_index("part")
        .loc["last", "total"]
        for metric in bridging.METRICS
    }

    assert totals == {"revenue": Decimal("150.00"), "margin": Decimal("40.00"), "deals": Decimal("2.00")}


def test_what_the_changes_tell_is_said():
    none, some = (
        known(changed()),
        known(changed(("D1", "2026-11-02", "amount", "1", "2"), ("D1", "2026-11-03", "amount", "2", "two"))),
    )

    assert (none.since, none.unread) == (None, 0)
    assert (some.since, some.unread) == (date(2026, 11, 2), 1)


def test_empty_frames_give_a_bridge_of_nothing():
    found = bridging.effects(deals(), changed(), NOV, SPAN)

    assert bridging.bridge(found)["total"].tolist() == [Decimal("0.00")] * 8
    assert list(bridging.by_unit(found, "team")) == bridging.UNITS
    assert list(bridging.rows(found)) == bridging.ROWS


@pytest.fixture(scope="module")
def told_by_files(sample) -> dict[str, list[dict[str, str]]]:
    return plan_files.read(sample.folder, "deals", "deal_changes", "rates")


@pytest.mark.parametrize(
    ("over", "since", "until"),
    [
        ("month", "2026-10-31", "2026-11-12"),
        ("month", "2026-11-05", "2026-11-06"),
        ("quarter", "2026-08-17", "2026-11-12"),
        ("year", "2025-12-31", "2026-06-30"),
    ],
)
def test_the_sample_adds_up_to_its_files(sample, told_by_files, over, since, until):
    """A second way: the CSVs read with the csv module, each deal lived forwards through its changes, in Decimal."""
    house = House(sample.folder)
    period = Period.of(date(2026, 11, 12), over)
    result = house.run("sales_plan", house.scope(), {"over": over, "since": since, "until": until})

    parts = result.deals.bridge.parts.set_index("part")
    expected = from_files(told_by_files, period, since, until)
    for part in ("first", *PARTS, "last"):
        assert tuple(parts.loc[part, ["open", "won"]]) == expected[part], part
    assert result.deals.bridge.elsewhere == 0


def from_files(files, period, since, until):
    """(open, won) of each part, written as plainly as can be."""
    turns = defaultdict(list)
    for row in files["deal_changes"]:
        turns[row["deal_id"], row["field"]].append((row["at"][:10], row["old"], row["new"]))
    sums = defaultdict(lambda: [Decimal(0), Decimal(0)])

    def book(part, value, is_won):
        sums[part][is_won] += value

    for row in files["deals"]:
        first, last = (state_of(row, turns, files["rates"], period, day) for day in (since, until))
        for name, state in (("first", first), ("last", last)):
            if state["is_in"]:
                book(name, state["value"], state["is_won"])
        if first["is_in"] and not last["is_in"]:
            is_lost = row["stage"] == "lost" and row["closed_on"] <= until
            book("lost" if is_lost else "moved_out", -first["value"], first["is_won"])
        if first["is_in"] and last["is_in"] and not first["is_won"] and last["is_won"]:
            book("won", -first["value"], False)
            book("won", first["value"], True)
        if last["is_in"] and not first["is_in"]:
            if row["opened_on"] > since:
                book("added", last["value"], last["is_won"])
            else:
                book("moved_in", first["value"], last["is_won"])
        if last["is_in"] and row["opened_on"] <= since:
            book("changed", last["value"] - first["value"], last["is_won"])
    return {part: tuple(sums[part]) for part in ("first", *PARTS, "last")}


def state_of(row, turns, rates, period, day):
    amount, due = (lived(row, turns, field, day) for field in ("amount", "expected_on"))
    is_closed = bool(row["closed_on"]) and row["closed_on"] <= day
    is_won = is_closed and row["stage"] == "won"
    counts = row["closed_on"] if is_won else due
    is_there = row["opened_on"] <= day and (is_won or not is_closed)
    return {
        "value": plan_files.in_euros(Decimal(amount or 0), row, rates),
        "is_won": is_won,
        "is_in": is_there and period.start.isoformat() <= counts <= period.end.isoformat(),
    }


def lived(row, turns, field, day):
    """The field forwards from what the first change found."""
    listed = sorted(turns[row["deal_id"], field])
    value = listed[0][1] if listed else row[field]
    for at, _old, new in listed:
        value = new if at <= day else value
    return value


def test_an_earlier_day_to_look_from_sees_the_same_deals_won(sample):
    """Amounts and expected days of open deals are as last imported there; won ones are told alike, and sums hold."""
    house, span = House(sample.folder), {"over": "quarter", "since": date(2026, 5, 3), "until": date(2026, 6, 20)}
    then = house.scope(as_of=date(2026, 6, 20))
    now = house.scope(end=date(2026, 6, 30))

    early, late = (house.run("sales_plan", scope, span).deals.bridge for scope in (then, now))

    assert early.parts["won"].tolist() == late.parts["won"].tolist()
    assert early.parts["total"].iloc[:-1].sum() == early.parts["total"].iloc[-1]
    assert early.parts["deals"].sum() > 20
