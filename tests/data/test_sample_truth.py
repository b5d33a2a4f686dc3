"""What is planted in the sample company is found again in its files, by pandas alone."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.hazard_regression import PHReg

from data.sample import planted, truth, write
from tests.data.sampled import LAST, PAID_THROUGH, day_numbers, read, typed, won

DAYS = 1078
"""Days from the first to the last, both included."""


@pytest.fixture(scope="module")
def known():
    return truth()


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return typed(read(write(tmp_path_factory.mktemp("sample"))))


@pytest.fixture(scope="module")
def sales(tables):
    return won(tables)


def near(found, wanted, count):
    """Within four standard errors of a share that is estimated from ``count`` cases."""
    return abs(found - wanted) < 4 * math.sqrt(wanted * (1 - wanted) / count)


def test_it_is_a_company_of_the_size_that_was_meant(tables, sales):
    sizes = {name: len(tables[name]) for name in ("clients", "managers", "deals", "invoices", "contacts", "complaints")}
    assert sizes["clients"] == 2000
    assert sizes["managers"] == 24
    assert 11_000 < sizes["deals"] < 13_000
    assert 8_500 < sizes["invoices"] < 9_500
    assert 22_000 < sizes["contacts"] < 26_000
    assert 1_600 < sizes["complaints"] < 2_000
    assert 1_400 < sales["client_id"].nunique() < 1_600
    months = sales.groupby(sales["closed_on"].dt.to_period("M"))["amount"].sum()
    assert len(months) == 36
    assert 1.2e6 < months.iloc[:-1].mean() < 1.5e6
    assert 0.29 < 1 - sales["cost"].sum() / tables["deals"].loc[sales.index, "amount"].sum() < 0.34


def test_types_of_clients_behave_as_planted(tables, sales, known):
    kind = sales["client_id"].map(known.client_types)
    per_client = sales.groupby("client_id")["amount"].agg(["count", "sum"])
    means = per_client.groupby(per_client.index.map(known.client_types)).mean()
    assert means["count"].idxmax() == means["sum"].idxmax() == "steady-large"
    assert means["count"].idxmin() == "one-off"
    discount = sales.groupby(kind)["discount"].mean()
    assert discount.idxmax() == "price-hunter"
    assert discount["price-hunter"] > 2 * discount.drop("price-hunter").max()
    peak = sales["closed_on"].dt.month.isin([3, 4, 5, 9, 10]).groupby(kind).mean()
    assert peak["seasonal"] > 0.65 > 0.55 > peak.drop("seasonal").max()


def test_growing_clients_grow(sales, known):
    growing = sales[sales["client_id"].map(known.client_types) == "growing"]
    early = growing["closed_on"] < "2025-06-01"
    assert growing.loc[~early, "amount"].sum() > 1.5 * growing.loc[early, "amount"].sum()


def test_channels_convert_as_planted(tables, sales):
    clients = tables["clients"][~tables["clients"]["client_id"].isin([pair[1] for pair in truth().duplicates])]
    bought = clients["client_id"].isin(sales["client_id"]).groupby(clients["channel"]).mean()
    order = sorted(planted.CHANNELS, key=lambda channel: channel.conversion)
    assert bought.idxmin() == order[0].name == "cold call"
    assert bought.idxmax() == order[-1].name == "referral"
    cost = tables["campaigns"].groupby("channel")["cost"].sum()
    assert cost.idxmax() == "exhibition"
    assert set(cost.index) == {channel.name for channel in planted.CHANNELS if channel.campaigns_a_year}


def test_one_competitor_wins_by_price_in_one_region(tables):
    deals = tables["deals"].merge(tables["clients"][["client_id", "region"]], on="client_id")
    closed = deals[deals["stage"].isin(["won", "lost"])]
    rival = closed["competitor"] == planted.PRICE_COMPETITOR
    there = closed["region"] == planted.PRICE_REGION
    rate = (closed["stage"] == "won").groupby([rival, there]).mean()
    assert rate[True, True] < rate[False, True] - 0.18
    assert abs(rate[True, False] - rate[False, False]) < 0.08
    assert near(rival[there].mean(), planted.PRICE_COMPETITOR_SHARE, there.sum())
    reasons = closed[rival & there & (closed["stage"] == "lost")]["lost_reason"]
    assert (reasons == "price").mean() > 0.65
    offers = tables["competitor_offers"].merge(tables["products"], on="product_id")
    gap = (offers["price"] / offers["list_price"])[offers["competitor"] == planted.PRICE_COMPETITOR]
    by_year = gap.groupby(offers["observed_on"].dt.year).mean()
    assert by_year.is_monotonic_decreasing


def test_one_unit_is_late_and_its_lateness_raises_complaints(tables, sales):
    due = sales[sales["promised_on"] < LAST - pd.Timedelta("30D")]
    for unit in planted.UNITS:
        own = due[due["delivery_unit"] == unit.name]
        assert near(own["late"].mean(), unit.late, len(own))
    complained = due["deal_id"].isin(tables["complaints"]["deal_id"])
    assert complained[due["late"]].mean() > 1.8 * complained[~due["late"]].mean()


def spans(clients, who, begin, end):
    """Clients × days: whether the day lies between ``begin`` and ``end`` (included) of one of the client's rows."""
    steps = np.zeros((len(clients), DAYS + 1), dtype=int)
    rows = pd.Index(clients).get_indexer(who)
    begin, end = np.maximum(begin, 0), np.minimum(end, DAYS - 1)
    used = (rows >= 0) & (begin <= end)
    np.add.at(steps, (rows[used], begin[used].astype(int)), 1)
    np.add.at(steps, (rows[used], end[used].astype(int) + 1), -1)
    return steps.cumsum(axis=1)[:, :-1] > 0


def states(tables, sales, clients):
    """The states of docs' definition, by day, from the files."""
    promised, delivered = day_numbers(sales["promised_on"]), day_numbers(sales["delivered_on"])
    missed = delivered > promised
    done = tables["contacts"][tables["contacts"]["done"] == "true"]
    talked = day_numbers(done["at"])
    opened, resolved = (day_numbers(tables["complaints"][name]) for name in ("opened_on", "resolved_on"))
    slow = resolved > opened + 14
    cut = day_numbers(sales["closed_on"])
    cheap = sales["discount"] > 0
    moved = tables["assignments"][tables["assignments"].duplicated("client_id")]
    changed = day_numbers(moved["from_on"])
    grumbler = tables["complaints"]["client_id"]
    return {
        "late_delivery": spans(clients, sales["client_id"][missed], promised[missed], promised[missed] + 89),
        "contact_gap": ~spans(clients, done["client_id"], talked, talked + 89),
        "slow_resolution": spans(clients, grumbler[slow], opened[slow] + 15, opened[slow] + 89),
        "discount": spans(clients, sales["client_id"][cheap], cut[cheap], cut[cheap] + 89),
        "manager_change": spans(clients, moved["client_id"], changed, changed + 89),
    }


def risk_rows(tables, sales, step=15):
    """Steps of at most ``step`` days from the first won deal to the end, with each state on the step's last day."""
    clients = tables["clients"].set_index("client_id")
    clients["entry"] = day_numbers(sales.groupby("client_id")["closed_on"].min())
    clients = clients.dropna(subset="entry")
    left = clients["ended_on"].notna().to_numpy()
    until = day_numbers(clients["ended_on"]).clip(upper=DAYS - 1).to_numpy().astype(int)
    own = states(tables, sales, clients.index)
    own |= {
        "attribute:newsletter=yes": (clients["newsletter"] == "yes").to_numpy()[:, None],
        "attribute:portal=yes": (clients["portal"] == "yes").to_numpy()[:, None],
        "region=Rīga": (clients["region"] == "Rīga").to_numpy()[:, None],
        "employees<20": (clients["employees"] < 20).to_numpy()[:, None],
        "employees>=100": (clients["employees"] >= 100).to_numpy()[:, None],
    }
    rows = []
    for place, (entry, end) in enumerate(zip(clients["entry"].astype(int), until, strict=True)):
        ends = [*range(entry + step, end, step), end] if end > entry else []
        for begin, day in zip([entry, *ends[:-1]], ends, strict=False):
            here = [bool(state[place, min(day, state.shape[1] - 1)]) for state in own.values()]
            rows.append((begin, day, left[place] and day == end, *here))
    return pd.DataFrame(rows, columns=["entry", "exit", "left", *own]).astype(float)


def test_hazard_ratios_are_those_planted(tables, sales):
    """Cox with time-varying states, by statsmodels' PHReg: entry and exit, Efron ties, half a day added to entry."""
    rows = risk_rows(tables, sales)
    factors = list(planted.HAZARD_RATIOS)
    model = PHReg(rows["exit"], rows[factors], status=rows["left"], entry=rows["entry"] + 0.5, ties="efron").fit()
    low, high = np.exp(model.conf_int()).T
    errors = {
        factor: (np.log(ratio) - np.log(planted.HAZARD_RATIOS[factor])) / error
        for factor, ratio, error in zip(factors, np.exp(model.params), model.bse, strict=True)
    }
    assert max(map(abs, errors.values())) < 2.6, errors
    for factor, least, most in zip(factors, low, high, strict=True):
        ratio = planted.HAZARD_RATIOS[factor]
        assert (least < 1 < most) == (ratio == 1), (factor, least, most)


def test_clients_leave_at_a_rate_that_companies_know(tables, sales):
    clients = tables["clients"].set_index("client_id")
    entry = sales.groupby("client_id")["closed_on"].min()
    years = (clients["ended_on"].fillna(LAST).reindex(entry.index) - entry).dt.days.sum() / 365
    assert 0.12 < clients["ended_on"].notna().sum() / years < 0.15
    assert (clients["ended_on"] > entry.reindex(clients.index))[clients["ended_on"].notna()].all()


def test_who_leaves_says_price_also_after_a_late_delivery(tables, sales):
    gone = tables["clients"].dropna(subset="ended_on")
    assert (gone["ended_reason"] != "").all()
    late = gone.merge(sales[sales["late"]], on="client_id")
    since = (late["ended_on"] - late["promised_on"]).dt.days
    recent = gone["client_id"].isin(late["client_id"][since.between(0, 89)])
    price = (gone["ended_reason"] == "price").groupby(recent).mean()
    assert recent.sum() > 40
    assert price[True] > 0.4
    assert (gone["ended_reason"] == "delivery")[recent].mean() < 0.3


def test_complaints_about_one_cause_step_up(tables, known):
    complaints = tables["complaints"]
    cause = complaints["complaint_id"].map(known.complaint_causes)
    assert near((complaints["cause"] != "").mean(), planted.CAUSE_GIVEN, len(complaints))
    assert (complaints["cause"] == cause)[complaints["cause"] != ""].all()
    recent = complaints["opened_on"] > LAST - pd.Timedelta(days=planted.STEP_DAYS)
    year = (complaints["opened_on"] > LAST - pd.Timedelta(days=planted.STEP_DAYS + 365)) & ~recent
    change = cause[recent].value_counts() / planted.STEP_DAYS / (cause[year].value_counts() / 365)
    assert change.idxmax() == planted.STEP_CAUSE
    assert change[planted.STEP_CAUSE] > 2
    assert change.drop(planted.STEP_CAUSE).max() < 1.7


def test_complaints_are_written_in_three_languages_and_hardly_repeat(tables):
    texts = tables["complaints"]["text"]
    cyrillic = texts.str.contains("[а-я]")
    assert 0.15 < cyrillic.mean() < 0.4
    assert texts.str.contains("[õäöü]").mean() > 0.25
    assert texts.nunique() > 0.9 * len(texts)


def test_types_and_industries_pay_late_as_planted(tables, known):
    invoices = tables["invoices"].merge(tables["clients"][["client_id", "industry"]], on="client_id")
    invoices = invoices[(invoices["kind"] == "invoice") & (invoices["due_on"] < PAID_THROUGH - pd.Timedelta("31D"))]
    first = tables["payments"].groupby("invoice_id")["paid_on"].min()
    days = (invoices["invoice_id"].map(first).fillna(PAID_THROUGH) - invoices["due_on"]).dt.days
    over = days > 30
    by_type = over.groupby(invoices["client_id"].map(known.client_types)).mean()
    assert by_type.idxmax() == "price-hunter"
    assert by_type["price-hunter"] > 0.2 > 0.12 > by_type["steady-large"]
    by_industry = over.groupby(invoices["industry"]).mean()
    assert by_industry.idxmax() == "Construction"
    assert 0.05 < over.mean() < 0.15
    habit = days.groupby(invoices["client_id"]).median()
    failed = tables["clients"].dropna(subset="defaulted_on")["client_id"]
    assert 60 < len(failed) < 120
    assert habit.reindex(failed).median() > 1.5 * habit.median()


def test_managers_work_by_their_conduct(tables, sales):
    deals = tables["deals"]
    conduct = conducts(deals["manager_id"])
    closed = deals["stage"].isin(["won", "lost"])
    wins = (deals["stage"] == "won")[closed].groupby(conduct).mean()
    assert wins["erudite"] > wins["executive"] > wins["melancholic"]
    stalled = (~closed & (deals["opened_on"] < LAST - pd.Timedelta("150D"))).groupby(conduct).mean()
    assert stalled["melancholic"] > 5 * stalled["executive"]
    reviewed = (sales["terms_reviewed"] == "true").groupby(conducts(sales["manager_id"])).mean()
    for style in planted.CONDUCTS:
        assert abs(reviewed[style.name] - style.terms_reviewed) < 0.04
    asked = tables["contacts"]["deal_id"].value_counts().reindex(deals["deal_id"], fill_value=0).to_numpy()
    each = pd.Series(asked).groupby(conduct.to_numpy()).mean()
    assert each["melancholic"] > each["executive"] > each["erudite"]


def conducts(managers):
    letters = "".join(("eemexe", "exexme", "xxemxm", "emxexx"))
    names = {"m": "melancholic", "e": "erudite", "x": "executive"}
    return managers.map({f"M{place:02d}": names[letter] for place, letter in enumerate(letters, start=1)})


def test_the_plan_is_met_as_planted_and_managers_differ(tables, sales):
    plans = tables["plans"]
    own = plans[(plans["metric"] == "revenue") & (plans["manager_id"] != "") & (plans["period"] < "2026-11-01")]
    target = own.groupby("manager_id")["target"].sum()
    done = sales[sales["closed_on"] < "2026-11-01"].groupby("manager_id")["amount"].sum()
    assert done.sum() / target.sum() == pytest.approx(planted.SALES_TARGET_MET, abs=0.01)
    met = (done / target).drop(truth().new_manager)
    assert met.min() < 0.85 < 1.05 < met.max()
    company = plans[(plans["metric"] == "revenue") & (plans["manager_id"] == "") & (plans["product_id"] == "")]
    monthly = own.groupby("period")["target"].sum()
    assert ((company.set_index("period")["target"] - monthly).dropna().abs() <= 500).all()
    assert set(plans.loc[plans["region"] != "", "manager_id"]) == {"M05"}
    assert set(plans["metric"]) == {"revenue", "margin", "new_clients", "contacts", "expense_budget"}


def cents(amount):
    return round(amount * 100)


def test_pay_follows_the_scheme_but_for_the_planted_mistakes(tables, sales, known):
    """The scheme written out for these very tiers, in fractions of cents."""
    month = sales["closed_on"].dt.to_period("M").dt.start_time
    revenue = sales.groupby(["manager_id", month])["amount"].sum().round(2).to_dict()
    first = sales.sort_values(["closed_on", "deal_id"]).drop_duplicates("client_id")
    new = first.groupby(["manager_id", month.loc[first.index]]).size().to_dict()
    plans = tables["plans"].groupby(["metric", "manager_id", "period"])["target"].sum().to_dict()
    payroll = tables["payroll"]
    salaries = payroll.set_index(["manager_id", "period"])["salary"].to_dict()
    wrong = {}
    for row in payroll.dropna(subset="bonus").itertuples():
        who, when = row.manager_id, row.period if pd.isna(row.bonus_for) else row.bonus_for
        key = (who, when)
        reached = (cents(revenue.get(key, 0)), cents(plans.get(("revenue", *key), 0)))
        newly = (new.get(key, 0), int(plans.get(("new_clients", *key), 0)))
        due = pay_of(cents(salaries[key]), reached, newly)
        if due != (cents(row.bonus), cents(row.penalty)):
            wrong[who, f"{when:%Y-%m}"] = (*due, cents(row.bonus), cents(row.penalty))
    assert wrong == {
        (mistake.manager_id, mistake.period): (mistake.bonus, mistake.penalty, mistake.paid_bonus, mistake.paid_penalty)
        for mistake in known.wrong_payments
    }
    assert len(wrong) == 5


def pay_of(salary, reached, newly):
    """Half the salary per 1.0 of attainment from 0.8, the whole from 1.0, at most 1.5; a penalty that lowers it."""
    if not reached[1]:
        return 0, 0
    met = Fraction(*reached)
    share = max(Fraction(0), min(met, Fraction(1)) - Fraction(8, 10)) / 2 + max(Fraction(0), met - 1)
    bonus = math.floor(salary * min(share, Fraction(3, 2)) + Fraction(1, 2))
    short = max(Fraction(0), Fraction(6, 10) - met)
    if newly[1]:
        short += max(Fraction(0), Fraction(1, 2) - Fraction(*newly))
    penalty = min(salary * short / 10, math.floor(Fraction(salary + bonus) / 5), bonus)
    return bonus, math.floor(penalty + Fraction(1, 2))


def test_people_come_go_and_are_away(tables, known):
    managers = tables["managers"].set_index("manager_id")
    assert managers["left_on"].dropna().index.tolist() == [known.left_manager]
    left = managers.loc[known.left_manager, "left_on"]
    assert left.day == 14
    assert managers.loc[known.new_manager, "hired_on"] > left
    assert (tables["clients"]["manager_id"] != known.left_manager).all()
    away = tables["absences"][tables["absences"]["to_on"] >= LAST].set_index("manager_id")["deputy_id"]
    assert away.to_dict() == {known.away_without_deputy: "", known.away_with_deputy[0]: known.away_with_deputy[1]}
    held = tables["trainings"].dropna(subset="valid_to").groupby(["manager_id", "topic"])["valid_to"].max()
    lapsed = held[held < LAST].index.get_level_values("manager_id")
    assert lapsed.tolist() == [known.lapsed_certificate]
    teams = managers.groupby("team").agg(
        count=("name", "size"), leads=("reports_to", lambda column: (column == "").sum())
    )
    assert teams["count"].tolist() == [6] * 4
    assert teams["leads"].tolist() == [1] * 4


def test_clients_entered_twice_are_those_listed(tables, known):
    clients = tables["clients"].set_index("client_id")
    assert len(known.duplicates) == 12
    for first, second in known.duplicates:
        one, other = clients.loc[first], clients.loc[second]
        assert one["name"] != other["name"]
        assert (one["registry_code"] == other["registry_code"]) or (one["email"] == other["email"])
    codes = clients["registry_code"][clients["registry_code"] != ""]
    assert set(codes[codes.duplicated()].index) <= {second for _, second in known.duplicates}
