"""Random companies of a few people over half a year, and questions put to them."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from analytics.question import Question
from analytics.schemes import Options, analyse
from tests.analytics.pay.drawing import numbers, schemes, text_of
from tests.analytics.pay_frames import AS_OF, event, frames, paid, plan

MONTHS = range(1, 7)
METRICS = ("revenue", "margin", "deals", "collected", "new_clients")


def ask(given, text, *, tried="", as_of=AS_OF, deal=None, manager="", **changes):
    """What ``schemes`` finds in ``given`` frames, paid by the schemes ``text``."""
    texts = (text,) if isinstance(text, str) else text
    options = Options(tried, manager, deal)
    return analyse(given, Question(as_of, options=options, documents={"scheme": texts}, **changes))


@st.composite
def drawn_schemes(draw):
    """A scheme's text that the checks let through."""
    from dataclasses import replace

    found = replace(draw(schemes()), every=draw(st.sampled_from(["month", "quarter"])))
    if found.base != "target":
        found = replace(found, metric=draw(st.sampled_from(METRICS[:3])))
    if found.metric == "revenue":
        found = replace(found, pay_on=draw(st.sampled_from(["won", "collected"])))
    if found.penalty and not found.penalty.below and not found.penalty.new_clients_below:
        found = replace(found, penalty=None)
    return text_of(found)


@st.composite
def companies(draw):
    """Frames: up to three people, some of whom leave; deals of both signs, plans missing or nought."""
    rows = {"payroll": [], "actuals": [], "plans": [], "margin": []}
    for number in range(draw(st.integers(1, 3))):
        who, last = f"M{number}", draw(st.integers(1, 6))
        for month in range(1, last + 1):
            salary = draw(numbers(4000, 2))
            rows["payroll"].append(paid(who, month, str(salary)))
            rows["margin"].append((who, date(2026, month, 1), draw(numbers(9000, 2))))
            rows["actuals"] += draw(st.lists(_events(who, month), max_size=4))
            for metric in METRICS:
                target = draw(st.none() | st.sampled_from(["0", "3", "5000.50"]))
                rows["plans"] += [] if target is None else [plan(who, month, target, metric)]
    return frames(**rows)


@st.composite
def _events(draw, who, month):
    metric = draw(st.sampled_from(METRICS))
    day = date(2026, month, 1) + timedelta(days=draw(st.integers(0, 27)))
    amount = draw(st.decimals(-2000, 9000, places=2))
    counted = Decimal(1) if metric in ("deals", "new_clients") else amount
    share = draw(st.sampled_from([(1, 1), (100, 122)])) if metric == "collected" else (1, 1)
    deal = draw(st.integers(1, 99))
    return event(metric, who, day, str(counted), f"D{deal}", f"C{deal % 5}", share)
