"""The reliability page: who pays late, the money with them, and what a missing table means."""


def test_who_pays_late_and_what_they_owe(opened, sample):
    app = opened(sample, "reliability", "director")
    assert "scored clients" in app.header[0].value
    assert [card.label for card in app.metric] == [
        "Over 30 days late",
        "Days beyond terms",
        "Open, class D and E",
        "Expected loss",
    ]
    assert list(app.dataframe[0].value.columns)[:3] == ["name", "class", "late_probability"]
    assert any("named person confirms credit terms" in told.value for told in app.caption)


def test_few_invoices_say_who_is_not_scored(opened, tiny):
    app = opened(tiny, "reliability", "director")
    assert not app.exception
    assert "Not scored" in " ".join(app.dataframe[0].value["because"])
