"""The page about bonus schemes: the curve follows the editor, and each sees the pay that they may."""

import pytest


def texts(app):
    return [plain(element) for element in (*app.header, *app.subheader, *app.caption, *app.markdown)]


def plain(element):
    """Its words without the spaces that don't break and without Markdown's escapes."""
    return element.value.replace("\u00a0", " ").replace("\\", "")


def headline(app):
    return plain(app.header[0])


def edit(app, old, new):
    text = app.text_area[0].value
    assert old in text
    return app.text_area[0].set_value(text.replace(old, new)).run()


@pytest.fixture
def page(opened, sample):
    return opened(sample, "schemes", "director")


def test_a_director_reads_what_the_scheme_costs_and_where_it_may_mislead(page):
    assert headline(page).startswith("Bonuses of Dec 2025–Oct 2026 come to €")
    assert [card.label for card in page.metric] == [
        "Pay by the scheme",
        "Bonuses less penalties",
        "Pay per € of margin",
    ]
    assert any("The last 12 months are taken" in told for told in texts(page))
    assert any(told.startswith("Each € sold brings €0") for told in texts(page))
    assert "Where the scheme may mislead" in texts(page)
    assert len(page.warning) == 1
    assert "Line 19" in page.warning[0].value


def test_the_curve_and_the_costs_follow_the_editor(page):
    edited = edit(page, "cap = 1.5", "cap = 0.5")
    assert " less over Dec 2025–Oct 2026" in headline(edited)
    assert edited.metric[-1].label == "Difference"
    assert any("nothing past 140%" in told for told in texts(edited))
    back = edited.button(key="schemes_reset").click().run()
    assert headline(back).startswith("Bonuses of Dec 2025–Oct 2026")


def test_a_fault_is_told_by_its_line_and_nothing_is_tried(page):
    edited = edit(page, "rate = 0.5", "rate = -0.5")
    assert "Line 11" in edited.error[0].value
    assert "pay would fall as sales rise" in edited.error[0].value
    assert len(edited.metric) == 3


def test_a_manager_reads_what_their_next_deal_brings_and_nothing_of_others(opened, sample):
    app = opened(sample, "schemes", "manager")
    assert headline(app).startswith("Your next deal of €")
    assert [card.label for card in app.metric] == ["Pay by the scheme", "Bonuses less penalties"]
    for table in app.dataframe:
        assert "name" not in table.value.columns or len(table.value) <= 30
    assert all("Everybody" not in str(table.value.to_dict()) for table in app.dataframe)


def test_a_manager_tries_a_change_on_their_own_months(opened, sample):
    edited = edit(opened(sample, "schemes", "manager"), "cap = 1.5", "cap = 0.5")
    assert "would have paid you" in headline(edited)


def test_an_analyst_has_no_such_page(opened, sample):
    app = opened(sample, "schemes", "analyst")
    assert app.title[0].value != "Bonus schemes"


def test_without_a_scheme_one_can_be_tried(opened, tiny):
    app = opened(tiny, "schemes", "director")
    assert headline(app).startswith("No bonus scheme holds")
    tried = app.text_area[0].set_value(app.text_area[0].value + "# tried").run()
    assert "“New scheme” would have cost €" in headline(tried)


def test_a_chosen_period_is_kept_to(opened, sample):
    app = opened(sample, "schemes", "director", period="2026-Q2")
    assert headline(app).startswith("Bonuses of Apr 2026–Jun 2026")


def test_a_manager_acknowledges_the_scheme_that_pays_them(opened, sample):
    director = opened(sample, "schemes", "director")
    assert any(told.startswith("Not acknowledged yet by ") for told in texts(director))
    app = opened(sample, "schemes", "manager").button(key="schemes_read").click().run()
    assert "schemes_read" not in [button.key for button in app.button]
    versions = next(table.value for table in app.dataframe if "acknowledged" in table.value.columns)
    assert versions[["acknowledged", "people"]].to_numpy().tolist() == [[1, 1]]
