"""The complaints page: causes, their change, time to settle, and the tables behind them."""


def test_why_clients_complain(opened, sample):
    app = opened(sample, "complaints", "director")
    assert "complaints" in app.header[0].value
    assert [card.label for card in app.metric] == ["Complaints", "Open now", "Settled in 14 days", "Repeats"]
    assert [tab.label for tab in app.tabs] == ["Causes", "Complaints", "By unit, product, manager", "Repeats", "Wishes"]


def test_a_chosen_cause_shows_its_own_months(opened, sample):
    app = opened(sample, "complaints", "director")
    before = [told.value for told in app.subheader]
    app.button_group(key="trend_cause").set_value("late delivery").run()
    assert not app.exception
    assert [told.value for told in app.subheader] != before
