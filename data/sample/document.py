"""``docs/sample.md``, written from what is planted, so that the page can't differ from the generator.

``python -m data.sample.document`` writes it; a test compares. The words stand in ``document.md``.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from data.sample import CLIENTS, SEED, people, planted
from data.sample.company import Company, Truth, company
from data.sample.days import LAST, PAID_THROUGH, START
from data.sample.files import money
from data.sample.payroll import NEXT_MONTH_TEAM
from data.sample.texts import VAGUE

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sample.md"


def sample_page() -> str:
    """The whole page."""
    made = company(CLIENTS, SEED)
    words = (Path(__file__).parent / "document.md").read_text(encoding="utf-8")
    return words.format(**_tables(made), **_numbers(), **_market(), **_people(made.truth))


def _table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


def _percent(share: float) -> str:
    return f"{share * 100:.3g} %"


def _points(share: float) -> str:
    return f"{share * 100:+.3g}"


def _tables(made: Company) -> dict[str, str]:
    """The tables of the page, by the names of their places."""
    sizes = [(name, f"{len(next(iter(columns.values()))):,}") for name, columns in made.tables.items()]
    competitors = [(known.name, _percent(known.share), _percent(known.price)) for known in planted.COMPETITORS]
    units = [(unit.name, ", ".join(unit.categories), _percent(unit.late)) for unit in planted.UNITS]
    causes = [(cause, _percent(share)) for cause, share in planted.COMPLAINT_CAUSES.items()]
    return {
        "tables": _table(("table", "rows"), sizes),
        "types": _types(),
        "channels": _channels(),
        "competitors": _table(("competitor", "met in", "price against ours"), competitors),
        "units": _table(("unit", "delivers", "late"), units),
        "hazards": _table(("state", "hazard ratio"), planted.HAZARD_RATIOS.items()),
        "causes": _table(("cause", "of won deals"), causes),
        "conducts": _conducts(),
        "wrong_payments": _wrong_payments(made.truth),
    }


def _types() -> str:
    headings = ("type", "customers", "asks a year", "when", "deal €", "won", "discount %", "1 % adds, pp", "days late")
    rows = [
        (
            kind.name,
            _percent(kind.share),
            kind.inquiries,
            "regularly" if kind.regular else "by chance" if kind.season == planted.SEASON else "spring, autumn",
            f"{kind.deal:,}",
            _percent(kind.win),
            kind.discount,
            _points(kind.discount_pull),
            kind.late,
        )
        for kind in planted.TYPES
    ]
    return _table(headings, rows)


def _channels() -> str:
    rows = [
        (
            channel.name,
            _percent(channel.share),
            _percent(channel.conversion),
            channel.campaigns_a_year or "–",
            f"{channel.cost:,}" if channel.cost else "–",
        )
        for channel in planted.CHANNELS
    ]
    return _table(("channel", "of leads", "of them would buy", "campaigns a year", "€ each"), rows)


def _conducts() -> str:
    headings = ("conduct", "on screen", "win rate", "talks last", "contacts a deal", "lost ones left open")
    more = ("terms reviewed", "disputed", "days to settle a complaint")
    rows = [
        (
            conduct.name,
            conduct.title,
            _points(conduct.win),
            f"× {conduct.duration}",
            conduct.contacts_a_deal,
            _percent(conduct.stalled),
            _percent(conduct.terms_reviewed),
            _percent(conduct.disagreements),
            conduct.resolution_days,
        )
        for conduct in planted.CONDUCTS
    ]
    return _table((*headings, *more), rows)


def _wrong_payments(truth: Truth) -> str:
    rows = [
        (
            wrong.manager_id,
            wrong.period,
            wrong.mistake,
            *map(money, (wrong.paid_bonus, wrong.bonus, wrong.paid_penalty, wrong.penalty)),
        )
        for wrong in truth.wrong_payments
    ]
    return _table(("manager", "month", "mistake", "bonus paid", "due", "penalty taken", "due"), rows)


def _numbers() -> dict[str, object]:
    """What stands in the sentences about time and money."""
    industries = ", ".join(f"{name} {days}" for name, days in planted.LATE_BY_INDUSTRY.items())
    return {
        "clients": CLIENTS,
        "seed": SEED,
        "start": START,
        "last": LAST,
        "paid_through": PAID_THROUGH,
        "season": ", ".join(map(str, planted.SEASON)),
        "industries": industries,
        "late_small": planted.LATE_SMALL,
        "late_large": planted.LATE_LARGE,
        "large_invoice": f"{planted.LARGE_INVOICE:,}",
        "large_late": planted.LARGE_LATE,
        "default_share": _percent(planted.DEFAULT_SHARE),
        "default_more": _percent(planted.DEFAULT_BY_LATENESS),
        "default_small": planted.DEFAULT_SMALL,
        "strain_days": planted.STRAIN_DAYS,
        "strain": planted.STRAIN,
        "vat": planted.VAT_PERCENT,
        "target_met": _percent(planted.SALES_TARGET_MET),
        "later_team": people.TEAMS[NEXT_MONTH_TEAM],
    }


def _market() -> dict[str, object]:
    """What stands in the sentences about competitors, complaints and leaving."""
    first, last = planted.PRICE_GAP
    return {
        "price_region": planted.PRICE_REGION,
        "price_competitor": planted.PRICE_COMPETITOR,
        "price_share": _percent(planted.PRICE_COMPETITOR_SHARE),
        "price_effect": f"{-planted.PRICE_COMPETITOR_EFFECT * 100:.0f}",
        "other_effect": f"{-planted.OTHER_COMPETITOR_EFFECT * 100:.0f}",
        "first_gap": _percent(first),
        "last_gap": _percent(last),
        "after_late": _percent(planted.COMPLAINT_AFTER_LATE),
        "base_churn": planted.BASE_CHURN_A_YEAR,
        "state_days": planted.STATE_DAYS,
        "slow_days": planted.SLOW_DAYS,
        "no_effect": ", ".join(f"`{name}`" for name in planted.NO_EFFECT),
        "late_price": _percent(planted.STATED_WHEN_LATE["price"]),
        "late_delivery": _percent(planted.STATED_WHEN_LATE["delivery"]),
        "other_price": _percent(planted.STATED_OTHERWISE["price"]),
        "step_days": planted.STEP_DAYS,
        "step_cause": planted.STEP_CAUSE,
        "step_factor": f"{planted.STEP_FACTOR:g}",
        "cause_given": _percent(planted.CAUSE_GIVEN),
        "vague": _percent(VAGUE),
    }


def _people(truth: Truth) -> dict[str, object]:
    """Who is who, and which rows are at fault."""
    return {
        "managers": people.TEAM_SIZE * len(people.TEAMS),
        "teams": len(people.TEAMS),
        "left_manager": truth.left_manager,
        "new_manager": truth.new_manager,
        "ramp_effect": f"{-planted.RAMP_UP_EFFECT * 100:.0f}",
        "ramp_days": people.RAMP_UP_DAYS,
        "away_alone": truth.away_without_deputy,
        "away_covered": truth.away_with_deputy[0],
        "deputy": truth.away_with_deputy[1],
        "lapsed": truth.lapsed_certificate,
        "certificate": people.CERTIFICATE,
        "duplicates": ", ".join(f"{first} = {second}" for first, second in truth.duplicates),
        "not_invoiced": ", ".join(truth.not_invoiced),
        "invoiced_otherwise": ", ".join(truth.invoiced_otherwise),
    }


if __name__ == "__main__":
    PAGE.write_text(sample_page(), encoding="utf-8", newline="\n")
