"""The sentences about schemes: each says what was found, in every case."""

from datetime import date
from decimal import Decimal

import pytest

from analytics.schemes import radar_words, words
from tests.analytics.pay_frames import SCHEME, frames, paid, plan, won
from tests.analytics.schemes.companies import ask
from tests.analytics.schemes.test_radar import PLAIN, company, last_days
from tests.analytics.schemes.test_replay import two_people

LATER = date(2026, 1, 31)
NO_PENALTY = SCHEME.split("[penalty]")[0]


def plain(text):
    return text.replace("\u00a0", " ").replace("\u2212", "-")


@pytest.mark.parametrize(
    ("tried", "headline", "gains"),
    [
        ("", "Bonuses of May 2026 come to €1,150; too few results to tell whether they gather at its thresholds", None),
        (
            SCHEME.replace("from = 0.8", "from = 0.9"),
            "“Standard” would have cost €100 less over May 2026 (-3.2%): 0 gain, 2 lose",
            "Nobody would gain; Name M1 lose most, €50",
        ),
        (
            NO_PENALTY.replace("rate = 0.5", "rate = 1.0"),
            "“Standard” would have cost €150 more over May 2026 (+4.8%): 2 gain, 0 lose",
            "Nobody would lose; Name M2 gain most, €100",
        ),
        (
            NO_PENALTY.replace("rate = 0.5", "rate = 0.6").replace("cap = 1.5", "cap = 1.0"),
            "“Standard” would have cost €90 less over May 2026 (-2.9%): 1 gain, 1 lose",
            "Name M1 would gain most, €10; Name M2 lose most, €100",
        ),
        (
            SCHEME + "# the same",
            "“Standard” would have cost the same over May 2026",
            "Nobody would gain or lose",
        ),
    ],
)
def test_what_the_scheme_tried_would_have_cost(tried, headline, gains):
    result = ask(two_people(), SCHEME, tried=tried)
    assert plain(words.headline(result)) == headline
    if gains:
        assert plain(words.gains_finding(result)) == gains


def test_ones_own_pay():
    more, same = NO_PENALTY.replace("rate = 0.5", "rate = 1.0"), SCHEME + "# the same"
    told = [plain(words.own_headline(ask(two_people(), SCHEME, tried=text, manager="M1"))) for text in (more, same)]
    assert told == [
        "“Standard” would have paid you €50.00 more over May 2026",
        "“Standard” would have paid you the same over May 2026",
    ]


def test_the_next_deal():
    """M1 is at 90 of 100: another 90 brings 100 + 800 in place of 50. M2's 200 end at the cap: 1,500 after 1,100."""
    result = ask(two_people(), NO_PENALTY, as_of=date(2026, 5, 20))
    told = "Your next deal of €90 brings €850.00; €10 lacks to 100% of the plan"
    assert plain(words.own_headline(result)) == told
    assert plain(words.next_finding(result)) == "The next deal brings everybody something, Name M1 most: €850.00"
    assert result.next_deals["brings"].tolist() == [Decimal("850.00"), Decimal("400.00")]


def test_a_deal_past_the_cap_brings_nobody_anything():
    given = frames(
        payroll=[paid("M1", 5, "1000"), paid("M2", 5, "1000")],
        actuals=[won(who, 5, "900", f"D{who}") for who in ("M1", "M2")],
        plans=[plan(who, 5, "100") for who in ("M1", "M2")],
    )
    result = ask(given, NO_PENALTY, as_of=date(2026, 5, 20))
    assert words.next_finding(result) == "The next deal brings nobody anything"


def test_what_each_unit_brings_along_the_curve():
    result = ask(two_people(), NO_PENALTY)
    assert plain(words.curve_finding(result)) == (
        "Each € sold brings €5.00 from 80%, €10.00 from 100% of the plan on; nothing past 240%"
    )
    assert plain(radar_words.marginal_finding(result)) == ("The largest step is at 240%: from €10.00 to €0.00 a unit")
    flat = ask(
        two_people(),
        'name = "C"\nfrom = "2026-01"\nmetric = "revenue"\nbase = "actual"\ntier = [{from = 0, rate = 0.1}]',
    )
    assert radar_words.marginal_finding(flat) == "No step: each sale brings the same"
    nothing = ask(two_people(), 'name = "N"\nfrom = "2026-01"\nmetric = "revenue"\ntier = [{from = 0, rate = 0}]')
    assert words.curve_finding(nothing) == "Nothing that is sold brings a bonus"


def test_what_is_more_than_chance_stands_first():
    bunched = company(lambda number: Decimal("1.02") if number % 6 else Decimal("0.97"), last_days)
    result = ask(bunched, PLAIN, as_of=LATER)
    rows = radar_words.radar_rows(result)
    assert rows["verdict"].tolist() == ["more than chance", "more than chance"]
    assert rows["what"].tolist() == ["Ann: deals on the last 3 working days", "Results close to 100%: just above it"]
    assert plain(radar_words.results_finding(result)) == (
        "At 100%, 20 of the 24 results close by lie just above: more than chance"
    )
    assert "2 patterns at its thresholds or month ends are more than chance" in words.headline(result)


def test_too_little_evidence_says_how_much_more_is_needed():
    result = ask(two_people(), PLAIN)
    assert all(verdict.startswith("not enough evidence, ") for verdict in radar_words.radar_rows(result)["verdict"])


def test_how_the_bill_follows_attainment():
    """10% less: 81 and 180 of 100; the penalty takes the first one's 5.00, so 900 in place of 1,150."""
    told = words.sensitivity_finding(ask(two_people(), SCHEME))
    assert plain(told) == "Bonuses follow attainment: 10% more would bring €245 more, 10% less €250 less"


def test_who_has_not_read_the_scheme_is_named_up_to_six():
    people = [paid(f"M{number}", 5, "1000") for number in range(9)]
    told = words.unread_words(ask(frames(payroll=people), SCHEME))
    assert told == "Not acknowledged yet by Name M0, Name M1, Name M2, Name M3, Name M4, Name M5 and 3 more."
