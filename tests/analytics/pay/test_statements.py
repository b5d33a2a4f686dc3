"""Every statement, against a second calculation straight from the plain rows, over random schemes and rows."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analytics.pay_frames import ask, event, frames, invoice, paid, plan, won

money = st.decimals(0, 3000, places=2)
people = st.sampled_from(["M1", "M2"])
spring = st.sampled_from([4, 5, 6])
rows = st.fixed_dictionaries(
    {
        "won": st.lists(st.tuples(people, spring, money), max_size=12),
        "collected": st.lists(st.tuples(people, spring, money, st.integers(1, 99), st.integers(1, 99)), max_size=8),
        "clients": st.lists(st.tuples(people, spring), max_size=5),
        "plans": st.dictionaries(st.tuples(people, spring), st.decimals(0, 4000, places=2), max_size=6),
        "plans_of_clients": st.dictionaries(st.tuples(people, spring), st.integers(0, 4), max_size=6),
        "salaries": st.dictionaries(st.tuples(people, spring), money, min_size=1, max_size=6),
    }
)
terms = st.fixed_dictionaries(
    {
        "every": st.sampled_from(["month", "quarter"]),
        "pay_on": st.sampled_from(["won", "collected"]),
        "base": st.sampled_from(["salary", "target"]),
        "cap": st.none() | st.decimals(0, 1, places=2),
        "first": st.decimals(0, 1, places=2),
        "gap": st.decimals("0.01", 1, places=2),
        "rates": st.tuples(st.decimals(0, 2, places=3), st.decimals(0, 2, places=3)),
        "source": st.sampled_from(["bonus", "pay"]),
        "penalty": st.tuples(*[st.decimals("0.01", 1, places=2)] * 4),
    }
)


def written(facts):
    """The scheme's file for drawn terms."""
    rate, below, clients_below, cap = facts["penalty"]
    lines = ['name = "Drawn"', 'from = "2025-01"', 'metric = "revenue"']
    lines += [f'{name} = "{facts[name]}"' for name in ("every", "pay_on", "base")]
    lines += [] if facts["cap"] is None else [f"cap = {facts['cap']}"]
    for start, tier_rate in zip((facts["first"], facts["first"] + facts["gap"]), facts["rates"], strict=True):
        lines += ["[[tier]]", f"from = {start}", f"rate = {tier_rate}"]
    lines += ["[penalty]", f'from = "{facts["source"]}"', 'law = "§ 1"', f"rate = {rate}", f"below = {below}"]
    return "\n".join([*lines, f"new_clients_below = {clients_below}", f"cap = {cap}"])


def second_calculation(drawn, facts, manager_id, month):
    """Bonus and penalty straight from the drawn rows: sums by hand, tiers as differences of one cumulative function."""
    months = [month] if facts["every"] == "month" else [4, 5, 6]
    if facts["every"] == "quarter" and month != 6:
        return Decimal(0), Decimal(0)
    here = [(manager_id, each) for each in months]
    target = sum(Fraction(drawn["plans"].get(key, 0)) for key in here)
    if target == 0:
        return Decimal(0), Decimal(0)
    if facts["pay_on"] == "won":
        actual = sum(Fraction(amount) for who, when, amount in drawn["won"] if (who, when) in here)
    else:
        actual = sum(Fraction(a) * n / d for who, when, a, n, d in drawn["collected"] if (who, when) in here)
    reached, low, high = actual / target, Fraction(facts["first"]), Fraction(facts["first"] + facts["gap"])
    lower, upper = map(Fraction, facts["rates"])
    share = lower * max(reached - low, 0) + (upper - lower) * max(reached - high, 0)
    salary = sum(Fraction(drawn["salaries"].get(key, 0)) for key in here)
    base = salary if facts["base"] == "salary" else target
    share = share if facts["cap"] is None else min(share, Fraction(facts["cap"]))
    bonus = to_cents(base * share)
    rate, below, clients_below, cap = map(Fraction, facts["penalty"])
    short = max(below - reached, 0)
    planned = sum(drawn["plans_of_clients"].get(key, 0) for key in here)
    if planned:
        short += max(clients_below - Fraction(sum(pair in here for pair in drawn["clients"]), planned), 0)
    limit = cap * (Fraction(drawn["salaries"][manager_id, month]) + Fraction(bonus))
    penalty = min(salary * rate * short, Fraction(int(limit * 100), 100))
    return bonus, to_cents(min(penalty, Fraction(bonus)) if facts["source"] == "bonus" else penalty)


def to_cents(amount):
    """Half up, by a decimal of more digits than any of these fractions needs to be told from a half."""
    twice = 2 * 100 * amount.numerator + amount.denominator
    return Decimal(twice // (2 * amount.denominator)) / 100


@given(rows, terms)
@settings(max_examples=200, deadline=None)
def test_every_statement_is_what_the_second_calculation_says(drawn, facts):
    events = [won(who, when, amount, f"D{n}") for n, (who, when, amount) in enumerate(drawn["won"])]
    events += [
        event("collected", who, date(2026, when, 3), amount, f"D{n}", fraction=share)
        for n, (who, when, amount, *share) in enumerate(drawn["collected"])
    ]
    events += [
        event("new_clients", who, date(2026, when, 3), "1", f"N{n}") for n, (who, when) in enumerate(drawn["clients"])
    ]
    targets = [plan(who, when, target) for (who, when), target in drawn["plans"].items()]
    targets += [plan(who, when, target, "new_clients") for (who, when), target in drawn["plans_of_clients"].items()]
    given = frames(
        payroll=[paid(who, when, salary) for (who, when), salary in drawn["salaries"].items()],
        actuals=events,
        plans=targets,
        invoices=[invoice(f"D{n}", f"I{n}", "10", str(n)) for n in range(10)],
    )
    found = ask(given, written(facts)).statements
    assert len(found) == len(drawn["salaries"])
    for row in found.to_dict("records"):
        expected = second_calculation(drawn, facts, row["manager_id"], row["period"].month)
        assert (row["bonus"], row["penalty"]) == expected
        assert row["backed"] is None or row["backed"] + row["open"] == row["bonus"]
