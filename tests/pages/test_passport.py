"""Where a number comes from: its rows, its SQL, and whether they add up to what is shown."""

from decimal import Decimal

import pandas as pd
import pytest

from analytics.metrics import metric
from analytics.runner import Passport
from pages.components import kpis, passport
from pages.components.kpis import Card

KEY = "passport_churn_revenue"


def money(total: str) -> Passport:
    return Passport(metric("revenue"), pd.DataFrame({"value": [Decimal(total)]}), Decimal(total), "select 1", {})


@pytest.mark.parametrize(
    ("total", "shown", "fits"),
    [
        ("100.00", 100.0, True),
        ("100.00", 100.004, True),
        ("100.00", 100.01, False),
        ("80487704.18", 80487704.2, True),
        ("0", 0, True),
        ("100.00", None, False),
    ],
)
def test_rows_add_up_to_half_a_cent_or_a_millionth(total, shown, fits):
    assert passport.adds_up(money(total), shown) is fits


def test_a_ratio_without_a_base_agrees_with_a_number_that_is_missing():
    assert passport.adds_up(Passport(metric("attainment"), pd.DataFrame(), None, "", {}), None)
    assert not passport.adds_up(Passport(metric("attainment"), pd.DataFrame(), None, "", {}), 0.5)


def card(shown, rows=None):
    return lambda view: kpis.row(view, [Card("Revenue", "€1K", "revenue", shown, rows=rows)])


def opened_passport(drawn, place, page):
    app = drawn(place, page)
    app.session_state[KEY] = True
    return app.run()


def facts(app) -> dict[str, str]:
    table = app.table[0].value
    return dict(zip(table.index, table.iloc[:, 0], strict=True))


def test_nothing_is_fetched_until_it_is_opened(drawn, tiny):
    app = drawn(tiny, card(1.0))
    assert not app.table
    assert not [code for code in app.code if code.language == "sql"]


def test_it_tells_what_is_in_force_the_rows_and_the_sql(drawn, tiny):
    app = opened_passport(drawn, tiny, card(1.0))
    found = facts(app)
    assert found["In force"] == "Jun\u00a02026 · all teams"
    assert found["As of"] == "30\u00a0Jun\u00a02026"
    assert found["From"] == "deals 17\u00a0Jun"
    assert "actuals" in app.code[-1].value
    assert "red[" in found["Check"]


def test_the_check_is_green_when_the_rows_add_up(drawn, tiny):
    wanted = []

    def page(view):
        wanted.append(view.house.passport("revenue", view.scope))
        card(float(wanted[-1].total))(view)

    found = facts(opened_passport(drawn, tiny, page))
    assert found["Check"] == ":green[the rows add up to it]"
    assert found["Rows"] == str(len(wanted[-1].rows)) != "0"


def test_rows_of_a_score_stand_in_for_the_metrics_own(drawn, tiny):
    rows = pd.DataFrame({"client_id": ["C1", "C2"], "value": [1.5, 2.5]})
    found = facts(opened_passport(drawn, tiny, card(4.0, rows)))
    assert (found["Rows"], found["Check"]) == ("2", ":green[the rows add up to it]")


def test_the_rows_open_in_place_of_the_passport(drawn, tiny):
    app = opened_passport(drawn, tiny, card(1.0))
    app.button(key=f"{KEY}_rows").click().run()
    assert not app.table
    assert set(app.dataframe[0].value) >= {"deal_id", "value"}
    assert not app.run().dataframe
