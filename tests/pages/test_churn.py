"""The churn page: who leaves, why, and how far to trust it."""


def test_who_leaves_and_why(opened, sample):
    app = opened(sample, "churn", "director")
    assert "of 300" not in app.header[0].value
    assert [card.label for card in app.metric] == [
        "Will leave in 90 days",
        "Money at risk",
        "Left in the period",
        "Revenue lost with them",
    ]
    assert any("A person decides" in told.value for told in app.caption)
    assert list(app.dataframe[-1].value.columns)[:3] == ["name", "manager", "probability"]


def test_few_leavers_say_what_is_lacking(opened, tiny):
    app = opened(tiny, "churn", "director")
    assert app.header[0].value.startswith("Not enough evidence to say who of")
    assert any("more outcomes are needed" in told.value for told in app.info)
