from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.overview.movers import COLUMNS, movers, movers_finding
from analytics.periods import Period

AS_OF = date(2026, 11, 12)
NOVEMBER = Period("month", date(2026, 11, 1))


def sales(*rows):
    """(client, team, day, value, first won, ended)."""
    frame = pd.DataFrame(rows, columns=["client_id", "team", "on_day", "value", "first_won_on", "ended_on"])
    for name in ("on_day", "first_won_on", "ended_on"):
        frame[name] = pd.to_datetime(frame[name])
    names = frame["client_id"].map(lambda client: f"Client {client}" if client else None)
    return frame.assign(value=frame["value"].astype(float), name=names)


OLD = "2024-01-01"
SOLD = sales(
    ("a", "North", "2025-11-05", 500, OLD, None),
    ("a", "North", "2026-11-05", 100, OLD, None),
    ("b", "North", "2025-11-05", 300, OLD, "2026-06-01"),
    ("c", "South", "2026-11-05", 250, "2026-10-01", None),
    ("d", "South", "2025-11-12", 100, OLD, None),
    ("d", "South", "2026-11-12", 190, OLD, None),
    ("e", "South", "2025-11-13", 9999, OLD, None),
    ("f", "North", "2026-11-01", 20, OLD, None),
    ("g", "North", "2025-11-01", 15, OLD, "2026-01-01"),
)


def test_the_parts_are_named_and_add_up_to_the_change():
    """Now 100 + 250 + 190 + 20 = 560, then 500 + 300 + 100 + 15 = 915: −355. Last year's 13th isn't among the days."""
    found = movers(SOLD, NOVEMBER, AS_OF)

    assert found[["name", "change"]].to_numpy().tolist() == [
        ["Client a", -400.0],
        ["Lost: Client b", -300.0],
        ["1 lost client", -15.0],
        ["North, 1 other client", 20.0],
        ["Client d", 90.0],
        ["1 new client", 250.0],
    ]
    assert found["change"].sum() == -355
    assert movers_finding(found, is_over=False) == "−€355 on these days last year; most of it: Client a"


def test_a_complete_month_is_compared_with_the_whole_month():
    found = movers(SOLD, NOVEMBER, date(2026, 11, 30))

    assert found["change"].sum() == 560 - 915 - 9999


def test_clients_that_the_viewer_may_not_see_have_no_name():
    hidden = sales(("", "North", "2025-11-05", 500, None, None), ("", "North", "2026-11-05", 100, None, None))

    assert movers(hidden, NOVEMBER, AS_OF)["name"].tolist() == ["North, clients of colleagues"]


def test_without_sales_the_year_before_nothing_is_compared():
    found = movers(SOLD[SOLD["on_day"] > "2026-01-01"], NOVEMBER, AS_OF)

    assert found.empty
    assert list(found) == COLUMNS
    assert movers_finding(found, is_over=False) == "Nothing sold in the same days last year to compare with"


CLIENTS = "abcdefgh"
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(CLIENTS),
        st.sampled_from(["North", "South", "East", "West", "Centre", ""]),
        st.sampled_from(["2025-11-03", "2025-11-10", "2026-11-04", "2026-11-11"]),
        st.integers(1, 10**7).map(lambda cents: cents / 100),
    ),
    max_size=60,
)


@settings(max_examples=25, deadline=None)
@given(EVENTS)
def test_whatever_was_sold_the_parts_add_up_exactly(events):
    """Independent source: the two sums of the events themselves."""
    life = {
        client: (OLD if client < "f" else "2026-09-01", "2026-03-01" if client in "bc" else None) for client in CLIENTS
    }
    frame = sales(*(event + life[event[0]] for event in events))
    found = movers(frame, NOVEMBER, AS_OF)
    now, before = (frame.loc[frame["on_day"].dt.year == year, "value"].sum() for year in (2026, 2025))

    assert round(found["change"].sum(), 2) == (round(now - before, 2) if before else 0)
    assert len(found) <= 9
    pd.testing.assert_frame_equal(found, movers(frame.sample(frac=1, random_state=1), NOVEMBER, AS_OF))
