"""The client base by hand: growth, what is filled, what is stale, pairs, deals against invoices, systems."""

from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest
from pandas import DataFrame

from analytics import base_quality
from analytics.base_quality import Options, findings
from analytics.base_quality.duplicates import evidence_of
from analytics.base_quality.evidence import reasons, side_by_side
from analytics.base_quality.rows import not_invoiced_rows, pair_rows
from analytics.question import Question
from analytics.results import to_json
from analytics.words import speaking

DAY = date(2026, 6, 30)
DAYS = ("registered_on", "ended_on", "first_won_on", "updated_on", "contact_on", "deal_on", "invoice_on")
TEXTS = ("name", "kind", "status", "industry", "region", "city", "need", "channel", "manager_id", "manager", "email")
TEXTS += ("phone", "registry_code", "vat_number", "marketing", "url")
NUMBERS = ("employees", "annual_revenue", "contact_every_days", "payment_days")
FULL = {"manager_id": "M", "manager": "Mari", "email": "a@a.example", "registry_code": "12345678", "industry": "Food"}
FULL |= {"region": "North", "channel": "web", "registered_on": "2025-01-10"}
CLIENTS = [
    FULL
    | {"client_id": "A", "name": "Jõeorru Majutus OÜ", "city": "Tartu", "contact_on": "2026-06-20", "revenue": 900.0},
    FULL | {"client_id": "B", "name": "Joeorru Majutus", "registered_on": "2026-06-02", "email": None, "channel": None},
    # a person isn't asked for a code; silent for 100 days, to be contacted every 30
    FULL
    | {"client_id": "C", "name": "Olga", "kind": "person", "registry_code": None, "manager_id": "N", "manager": "Nils"}
    | {"email": None, "phone": "5551234", "updated_on": "2026-03-22", "contact_every_days": 30, "revenue": 50.0},
    FULL | {"client_id": "D", "name": "Left", "ended_on": "2026-05-05", "registry_code": "99999998"},
    {"client_id": "E", "name": "Bare", "first_won_on": "2024-06-01"},
    {"client_id": "F", "name": "Former without a day", "status": "former"},
]
DEALS = [
    ("D1", "A", "2026-03-01", 100.0, 1, 100.5, 100.5),  # half a euro off
    ("D2", "A", "2026-03-02", 200.0, 0, None, None),  # never invoiced
    ("D3", "C", "2026-06-10", 300.0, 0, None, None),  # won 20 days ago
    ("D4", "C", "2026-03-04", 1000.0, 2, 1100.0, 1100.0),  # a tenth more
    ("D5", "C", "2026-03-05", 500.0, 2, 0.0, 500.0),  # invoiced rightly, credited later
    ("D6", "C", "2026-06-20", 500.0, 1, 150.0, 150.0),  # a prepayment, the rest to come
    ("D7", "A", "2025-01-05", 500.0, 0, None, None),  # before invoices begin
]
INVOICES = [
    ("I1", "A", "2026-01-01", 100.0, False, True),
    ("I2", "A", "2026-04-01", 40.0, True, False),
    ("I3", "C", "2026-05-01", 70.0, False, False),
]
CODES = [
    ("A", "L-1", "accounts", False, None),
    ("C", "L-2", "accounts", False, None),
    ("D", "L-3", "accounts", False, None),
    ("A", "Z", "merged", True, "Jõeorru"),
]
PEOPLE = {"A": ("M", "Mari"), "C": ("N", "Nils"), "D": ("M", "Mari")}


def clients(rows: list[dict] = CLIENTS) -> DataFrame:
    empty = dict.fromkeys((*DAYS, *TEXTS, *NUMBERS)) | {"revenue": 0.0}
    table = DataFrame([empty | row for row in rows], columns=["client_id", *empty])
    table = table.astype(dict.fromkeys(TEXTS, "str") | dict.fromkeys(NUMBERS, "float64") | {"revenue": "float64"})
    for name in DAYS:
        table[name] = pd.to_datetime(table[name])
    return table.assign(is_current=table["ended_on"].isna() & (table["status"].fillna("") != "former"))


def frames(
    rows: list[dict] = CLIENTS, deals: list[tuple] = DEALS, invoices: list[tuple] = INVOICES
) -> dict[str, DataFrame]:
    columns = ["deal_id", "client_id", "closed_on", "amount", "invoices", "invoiced_amount", "before_credits"]
    won = DataFrame(deals, columns=columns)
    issued = DataFrame(invoices, columns=["invoice_id", "client_id", "issued_on", "amount", "has_contract", "has_deal"])
    codes = DataFrame(CODES, columns=["client_id", "code", "system", "is_merge", "merged_name"])
    for table in (won, issued, codes):
        table["name"] = table["client_id"]
        table["manager_id"] = table["client_id"].map(lambda client: PEOPLE[client][0]).astype("str")
        table["manager"] = table["client_id"].map(lambda client: PEOPLE[client][1]).astype("str")
    codes = codes.assign(noted_at=pd.Timestamp(datetime(2026, 6, 1)), noted_by="dir@example.com")
    won["closed_on"], issued["issued_on"] = pd.to_datetime(won["closed_on"]), pd.to_datetime(issued["issued_on"])
    return {"clients": clients(rows), "deals": won, "invoices": issued, "codes": codes}


def answer(given: dict[str, DataFrame], **asked) -> base_quality.Result:
    known = {"deals": DAY, "invoices": DAY, "clients": DAY}
    question = Question(**({"as_of": DAY, "known_through": known} | asked))
    return base_quality.analyse(given, replace(question, scores={"base_quality": base_quality.score(given, question)}))


@pytest.fixture(scope="module")
def result():
    return answer(frames())


def test_clients_kept_now_are_those_that_have_not_ended(result):
    assert result.count_clients == 4
    assert result.growth["clients"].iloc[-1] == 4


def test_growth_by_month(result):
    months = result.growth.set_index("month")
    assert months.loc["2024-06-01"].tolist() == [1, 0, 1]  # E, by its first won deal
    assert months.loc["2025-01-01"].tolist() == [3, 0, 4]
    assert months.loc["2026-05-01"].tolist() == [0, 1, 3]
    assert months.loc["2026-06-01"].tolist() == [1, 0, 4]
    assert findings.growth_finding(result) == "As many clients as a year ago: 1 came, 1 left"


def test_fields_by_hand(result):
    fields = result.fields.set_index("field")
    assert fields.loc["email_or_phone", ["filled", "clients", "missing"]].tolist() == [0.5, 4, 2]  # A, C of A, B, C, E
    assert fields.loc["registry_code", ["clients", "missing"]].tolist() == [3, 1]  # C is a person
    assert fields.loc["channel", "filled"] == 0.5
    assert fields["is_first"].tolist() == sorted(fields["is_first"], reverse=True)
    assert findings.fields_finding(result) == "2 clients lack channel"
    empty = result.fields.assign(
        filled=result.fields["filled"].where(~result.fields["field"].isin(["channel", "region"]), 0)
    )
    told = findings.fields_finding(replace(result, fields=empty))
    assert told == f"2 of {empty['is_first'].sum()} fields are empty for every client"


def test_the_share_filled_is_a_ratio_of_sums(result):
    # A 7 of 7, B 5 of 7 (no e-mail, no channel), C 6 of 6, E none of 7
    assert findings.filled(result) == pytest.approx(18 / 27)
    managers = result.managers.set_index("manager_id")
    assert managers.loc["M", "filled"] == pytest.approx(12 / 14)
    assert managers.loc["N", "filled"] == 1.0


def test_stale_against_their_own_rhythm_else_the_norm(result):
    stale = result.stale.set_index("client_id")
    assert sorted(stale.index) == ["C", "E"]
    assert stale.loc["C", ["days", "norm_days"]].tolist() == [100, 30]
    assert pd.isna(stale.loc["E", "days"])  # nothing has ever touched it
    assert list(answer(frames(), options=Options(norm_days=20)).stale["client_id"]) == ["E", "C", "B"]


def test_a_pair_names_who_had_better_stay_and_why(result):
    (pair,) = result.duplicates.to_dict("records")
    assert (pair["client_id"], pair["other_id"], pair["money"]) == ("A", "B", 900.0)
    assert pair["expected"] == pytest.approx(900 * pair["probability"])
    assert pair["reasons"][0] == "same registry code or VAT number: very strong"
    assert "same name: very strong" in pair["reasons"]
    assert pair_rows(result)["value"].sum() == 1


def test_evidence_side_by_side(result):
    known = result.clients.set_index("client_id", drop=False)
    told = evidence_of(result.evidence, "A", "B")
    rows = side_by_side(known.loc["A"], known.loc["B"], told).set_index("field")
    assert rows.loc["name", ["value", "other_value", "agreement", "strength", "tone"]].tolist() == [
        "Jõeorru Majutus OÜ", "Joeorru Majutus", "same name", "very strong", "good",
    ]  # fmt: skip
    assert rows.loc["email", ["agreement", "strength"]].tolist() == ["", ""]
    assert rows.loc["revenue", ["value", "other_value"]].tolist() == [900.0, 0.0]


def test_what_speaks_against_is_said_too():
    told = DataFrame(
        {
            "field": ["name", "city", "registry_code", "kind"],
            "level": ["same", "different", "different", "same"],
            "weight": [18.0, -2.6, -16.6, 0.4],
        }
    )
    assert reasons(told) == [
        "same name: very strong",
        "different registry codes: strongly against",
        "different cities: against",
    ]


def test_a_viewer_sees_a_pair_only_with_both_clients():
    given = frames()
    scores = {"base_quality": base_quality.score(given, Question(DAY))}
    for hidden in "AB":
        seen = given | {"clients": given["clients"][given["clients"]["client_id"] != hidden]}
        assert base_quality.analyse(seen, Question(DAY, scores=scores)).duplicates.empty


def test_deals_against_invoices(result):
    books = result.accounts
    assert books.not_invoiced[["deal_id", "days"]].to_numpy().tolist() == [["D2", 120]]
    assert books.differing[["deal_id", "difference"]].to_numpy().tolist() == [["D4", 100.0]]
    assert books.differing["difference_share"].tolist() == [pytest.approx(0.1)]
    assert books.without_deal["invoice_id"].tolist() == ["I3", "I2"]
    assert findings.unexplained(result)["invoice_id"].tolist() == ["I3"]
    assert not_invoiced_rows(result)["value"].sum() == 200.0
    assert findings.without_deal_finding(result) == "One invoice belongs to no deal; 1 more are of a contract"
    managers = result.managers.set_index("manager_id")
    assert managers["not_invoiced"].to_dict() == {"M": 200.0, "N": 0.0}
    assert managers["differing"].to_dict() == {"M": 0, "N": 1}


def test_the_limits_are_options():
    found = answer(frames(), options=Options(invoice_days=10, tolerance=0.2))
    assert found.accounts.not_invoiced["deal_id"].tolist() == ["D3", "D2"]
    assert found.accounts.differing["deal_id"].tolist() == ["D6"]


def test_a_table_is_not_compared_past_its_last_day():
    found = answer(frames(), known_through={"deals": DAY, "invoices": date(2026, 3, 20)})
    assert found.accounts.through == date(2026, 3, 20)
    assert found.accounts.not_invoiced.empty


def test_without_both_tables_or_their_link_nothing_is_compared():
    lacking = answer(frames(), known_through={"clients": DAY, "invoices": DAY})
    assert (lacking.accounts.state, len(lacking.accounts.not_invoiced)) == ("lacking", 0)
    unlinked = answer(frames(invoices=[(*invoice[:5], False) for invoice in INVOICES]))
    assert (unlinked.accounts.state, len(unlinked.accounts.without_deal)) == ("unlinked", 0)
    assert "deal_id" in findings.accounts_note(unlinked)


def test_numbers_in_other_systems_and_merges(result):
    assert result.systems.to_dict("records") == [{"system": "accounts", "codes": 2, "clients": 2, "share": 0.5}]
    assert result.merges[["client_id", "code", "merged_name"]].to_numpy().tolist() == [["A", "Z", "Jõeorru"]]


def test_the_period_narrows_who_came_and_left(result):
    found = answer(frames(), start=date(2026, 6, 1), end=DAY).managers.set_index("manager_id")
    assert found.loc["M", ["clients", "new", "ended", "new_year", "ended_year"]].tolist() == [2, 1, 0, 1, 1]


def test_the_headline_says_it_all(result):
    with speaking("en"):
        assert findings.headline(result) == (
            "4 clients: 66.7% of what analyses need is filled, 2 not touched for too long, one probably entered twice"
        )


def test_rows_in_another_order_give_the_same_answer_and_stay_as_they_are(result):
    given = frames()
    before = {name: frame.copy() for name, frame in given.items()}
    other = answer({name: frame.sample(frac=1, random_state=1) for name, frame in given.items()})
    assert to_json(answer(given)) == to_json(result) == to_json(other)
    for name, frame in given.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_nothing_gives_empty_frames_with_the_same_columns(result):
    empty = answer({name: frame.iloc[:0] for name, frame in frames().items()}, known_through={})
    for name in ("fields", "duplicates", "stale", "growth", "managers", "manager_fields", "systems", "merges"):
        assert getattr(empty, name).empty
        assert list(getattr(empty, name).columns) == list(getattr(result, name).columns)
    assert findings.headline(empty)
    assert findings.growth_finding(empty)
    assert findings.fields_finding(empty)


@pytest.mark.parametrize("wrong", [{"norm_days": 0}, {"threshold": 0.2}, {"tolerance": -1}, {"invoice_days": -1}])
def test_options_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match=r"may be|at least"):
        Options(**wrong)
