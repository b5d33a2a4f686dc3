"""What is chosen: from a link and back into one, without what the workspace doesn't hold."""

from dataclasses import fields
from datetime import date
from urllib.parse import parse_qs, urlparse

from analytics.runner import Status
from pages.components import choice
from pages.components.choice import Choice

STATUS = Status(
    is_empty=False,
    is_sample=False,
    currency="EUR",
    version=1,
    rows={"deals": 9},
    known_through={"deals": date(2026, 11, 12)},
    first_day=date(2024, 1, 3),
    last_day=date(2026, 11, 12),
    teams=("East", "North"),
    managers={"M1": "Ann", "M2": "Bob"},
    regions=("Harju",),
    segments={"champions": "Champions"},
    products={"P1": "Timber"},
)


def test_every_field_has_a_name_in_a_link():
    assert {field.name for field in fields(Choice)} == set(choice.PARAMETERS)


def test_a_link_leads_back_to_the_choice():
    chosen = Choice("2026-Q3", date(2026, 11, 1), ("North", "East"), ("M1",), ("Harju",), ("champions",), ("P1",))
    address = urlparse(chosen.link("http://127.0.0.1:8501/churn", "churn"))
    assert address.path == "/churn"
    assert choice.read(parse_qs(address.query), STATUS) == (chosen, [])


def test_nothing_chosen_is_a_bare_link_to_the_page_whichever_the_address_is():
    assert Choice().link("http://host/", "overview") == "http://host/overview"
    assert Choice().link("http://host/overview", "overview") == "http://host/overview"


def test_what_a_link_names_wrongly_is_left_out_and_told():
    given = {"period": ["2031"], "as_of": ["soon"], "team": ["North", "Nix"], "manager": ["M9"], "id": ["C1"]}
    found, refused = choice.read(given, STATUS)
    assert found == Choice(teams=("North",))
    assert refused == ["period=2031", "as_of=soon", "team=Nix", "manager=M9"]


def test_a_day_outside_the_data_and_the_latest_day_are_the_latest_day():
    for day in (date(2020, 1, 1), date(2026, 11, 12), date(2027, 1, 1)):
        assert choice.possible(Choice(as_of=day), STATUS).as_of is None
    assert choice.possible(Choice(as_of=date(2026, 11, 1)), STATUS).as_of == date(2026, 11, 1)


def test_the_period_is_the_month_of_the_day_unless_chosen():
    assert Choice().period_in(STATUS).key == "2026-11"
    assert Choice(as_of=date(2026, 3, 5)).period_in(STATUS).key == "2026-03"
    assert choice.possible(Choice("2026-11"), STATUS) == Choice()
    assert choice.possible(Choice("2026-11", as_of=date(2026, 3, 5)), STATUS).period == ""


def test_words_name_what_is_in_force():
    assert Choice().words(STATUS) == ["Nov\u00a02026", "all teams"]
    assert Choice(teams=("North",), managers=("M1", "M2")).words(STATUS) == [
        "Nov\u00a02026",
        "team North",
        "manager Ann, Bob",
    ]
