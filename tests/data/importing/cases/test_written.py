"""Whatever notation people write in, what is read is what was meant."""

import tempfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.data.importing.cases import outcomes
from tests.importing import CLIENTS, House

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "short": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "et": "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
CENTS = st.integers(-(10**11), 10**11).map(lambda cents: Decimal(cents).scaleb(-2))
DAYS = st.dates(date(1971, 1, 1), date(2026, 6, 30))


def grouped(number: Decimal, between: str, before: str) -> str:
    return f"{abs(number):,.2f}".replace(",", "\0").replace(".", before).replace("\0", between)


def signed(number: Decimal, between: str, before: str, style: str) -> str:
    """A number with its sign as people write it; ``style`` has the place of the number."""
    text = grouped(number, between, before)
    return style.format(text) if number < 0 else text


NOTATIONS: Sequence[tuple[str, str]] = [
    ("", "."), (",", "."), ("'", "."), (" ", "."), ("", ","), (".", ","), (" ", ","), ("\u00a0", ","), ("\u202f", ","),
    ("\u2009", ","),
]  # fmt: skip
SIGNS = ["-{}", "({})", "{}-", "−{}", "–{}", "- {}"]
MARKS = ["{}", "€ {}", "{} €", "EUR {}", "{} eur", "{} EUR"]


def word(day: date, language: str) -> str:
    return MONTHS[language].split()[day.month - 1]


FORMS: Sequence[Callable[[date], str]] = [
    date.isoformat,
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day.day} {word(day, 'en')} {day.year}",
    lambda day: f"{word(day, 'en')} {day.day}, {day.year}",
    lambda day: f"{day.day}-{word(day, 'short')}-{day.year}",
    lambda day: f"{day.day}. {word(day, 'et')} {day.year}",
    lambda day: f"{day.day} {word(day, 'ru')} {day.year} г.",
    lambda day: f"{day.day}. {word(day, 'de')} {day.year}",
    lambda day: f"{day:%Y-%m-%d}T14:30:00",
    lambda day: f"{day:%d.%m.%Y} 9:05",
]


def taken(content: dict[str, str], query: str) -> list[object]:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        return outcomes.taken(house, house.take(clients=CLIENTS, **content), query)


@FEW
@given(
    st.lists(CENTS, min_size=1, max_size=8), st.sampled_from(NOTATIONS), st.sampled_from(SIGNS), st.sampled_from(MARKS)
)
def test_amounts_in_any_notation(numbers, notation, sign, mark):
    head = "invoice_id\tclient_id\tissued_on\tdue_on\tamount\n"
    cells = [mark.format(signed(number, *notation, sign)) for number in numbers]
    rows = [f"I{step:02d}\tC1\t2026-01-05\t2026-01-20\t{cell}" for step, cell in enumerate(cells)]
    found = taken({"invoices": head + "\n".join(rows) + "\n"}, "select amount from stored.invoices order by invoice_id")
    assert found == numbers


@FEW
@given(st.lists(DAYS, max_size=8), DAYS, st.booleans(), st.sampled_from([("/", "%y"), ("/", "%Y"), ("-", "%Y")]))
def test_days_in_either_order(days, telling, is_day_first, written):
    days = [*days, telling.replace(day=13 + telling.day % 15)]
    between, year = written  # 01-02-03 may begin with its year, and is asked about
    order = ["%d", "%m", year] if is_day_first else ["%m", "%d", year]
    days = [day.replace(year=1971 + day.year % 56) for day in days if day.day < 29]
    cells = [day.strftime(between.join(order)) for day in days]
    rows = [f"C{step:02d},Name,{cell}" for step, cell in enumerate(cells)]
    content = "client_id,name,defaulted_on\n" + "\n".join(rows) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        found = outcomes.taken(
            house, house.take(clients=content), "select defaulted_on from stored.clients order by client_id"
        )
    assert found == days


@FEW
@given(st.lists(st.tuples(DAYS, st.sampled_from(FORMS)), min_size=1, max_size=12))
def test_days_in_any_mixture_of_forms_that_leave_no_doubt(written):
    rows = [f"C{step:02d}\tName\t{form(day)}" for step, (day, form) in enumerate(written)]
    content = "client_id\tname\tdefaulted_on\n" + "\n".join(rows) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        found = outcomes.taken(
            house, house.take(clients=content), "select defaulted_on from stored.clients order by client_id"
        )
    assert found == [day for day, _ in written]


@FEW
@given(st.lists(DAYS, min_size=1, max_size=6))
def test_day_numbers_of_a_spreadsheet(days):
    numbers = [(day - date(1899, 12, 30)) // timedelta(days=1) for day in days]
    rows = [f"C{step:02d},Name,{number}" for step, number in enumerate(numbers)]
    content = "client_id,name,defaulted_on\n" + "\n".join(rows) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        found = outcomes.taken(
            house, house.take(clients=content), "select defaulted_on from stored.clients order by client_id"
        )
    assert found == days
