"""The compensation page: everybody's pay for a director, their own for a manager."""


def texts(app):
    return [element.value for element in (*app.header, *app.subheader, *app.caption, *app.markdown)]


def test_a_director_reads_what_pay_costs_and_that_a_person_decides(opened, sample):
    app = opened(sample, "compensation", "director", period="2026-09")
    assert app.header[0].value.startswith("September pay costs €")
    assert [card.label for card in app.metric][:2] == ["Pay", "Pay per € of margin"]
    assert any("a person confirms what is paid" in told for told in texts(app))


def test_a_month_without_pay_shows_the_last_one_that_has(opened, sample):
    app = opened(sample, "compensation", "director")
    assert app.header[0].value.startswith("October pay costs")
    assert any("The payroll ends with October" in told for told in texts(app))


def test_a_manager_reads_their_own_statement_step_by_step(opened, sample):
    app = opened(sample, "compensation", "manager", period="2026-09")
    assert app.header[0].value.startswith("Your bonus for September is €")
    assert len(app.metric) == 3
    steps = app.table[0].value
    assert steps.index[0] == "Plan: Revenue"
    assert steps.index[-1] == "Pay by the scheme"
    assert len(app.dataframe[0].value) == 1


def test_a_year_lists_every_month(opened, sample):
    app = opened(sample, "compensation", "manager", period="2025")
    assert len(app.dataframe[0].value) == 12
