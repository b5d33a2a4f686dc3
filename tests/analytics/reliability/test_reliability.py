"""Reliability as its page and the command line get it: classes, limits, money, reasons, and the day it looks from."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from analytics import reliability
from analytics.question import Question
from analytics.reliability import Options, findings
from analytics.results import to_json
from tests.analytics.payers import EMPTY_ATTRIBUTES, THROUGH, company
from tests.analytics.reliability.test_lateness import invoices

DAY = date(2026, 6, 30)


def answer(frames, as_of=THROUGH, **known_through):
    question = Question(as_of=as_of, options=Options(), known_through=known_through)
    scores = reliability.score(frames, question)
    return reliability.analyse(frames, replace(question, scores={"reliability": scores}))


@pytest.fixture(scope="module")
def found():
    return answer(company(), invoices=THROUGH)


def clients(*rows: dict) -> pd.DataFrame:
    base = {
        "name": "Client",
        "kind": "company",
        "owner_name": "Mari",
        "credit_limit": None,
        "known_from": pd.Timestamp(2020, 1, 1),
    }
    table = pd.DataFrame([base | row for row in rows])
    empty = pd.Series(pd.NaT, index=table.index)
    return table.assign(ended_on=empty, defaulted_on=empty, defaulted=None)


def tiny(*, kind: str = "company") -> dict[str, pd.DataFrame]:
    bills = invoices(
        ("A", "2026-01-01", "2026-01-15", "2026-01-15", 1000.0, 0.0),
        ("A", "2026-02-01", "2026-02-15", "2026-04-15", 1000.0, 0.0),  # 59 days
        ("A", "2026-03-01", "2026-03-15", "2026-03-10", 1000.0, 0.0),
        ("A", "2026-06-01", "2026-06-20", None, 500.0, 0.0),  # 10 days past due
        ("B", "2026-01-01", "2026-01-15", "2026-01-15", 100.0, 0.0),
        ("B", "2026-05-01", "2026-05-15", None, 100.0, 100.0),  # credited whole
    )
    return {
        "clients": clients({"client_id": "A", "kind": kind}, {"client_id": "B"}, {"client_id": "C"}),
        "invoices": bills,
        "attributes": EMPTY_ATTRIBUTES,
    }


def test_the_tiny_company_by_hand():
    found = answer(tiny(), DAY, invoices=DAY, payments=DAY)
    table = found.clients.set_index("client_id")
    assert list(table["scored"]) == [True, False, False]
    assert table.loc["A", "days_beyond_terms"] == pytest.approx((1000 * 59 + 500 * 10) / 3500)
    assert (table.loc["A", "open_amount"], table.loc["A", "overdue_amount"]) == (500.0, 500.0)
    assert table.loc["A", "reasons"] == ["1 of 3 invoices were over 30 days late"]
    assert table.loc["B", "reasons"] == ["Not scored: one settled invoice, 3 needed"]
    assert table.loc["C", "reasons"] == ["Not scored: 0 settled invoices, 3 needed"]
    assert pd.isna(table.loc["B", "late_probability"])
    assert pd.isna(table.loc["B", "class"])
    assert table.loc["B", "open_amount"] == 0.0


def test_lateness_is_measured_up_to_the_day_that_invoices_are_known_through():
    found = answer(tiny(), DAY, invoices=date(2026, 6, 25), payments=date(2026, 6, 22))
    assert found.through == date(2026, 6, 22)
    table = found.clients.set_index("client_id")
    assert table.loc["A", "days_beyond_terms"] == pytest.approx((1000 * 59 + 500 * 2) / 3500)


def test_a_person_gets_neither_class_nor_limit():
    table = answer(tiny(kind="person"), DAY).clients.set_index("client_id")
    assert table.loc["A", "scored"]
    assert pd.isna(table.loc["A", "class"])
    assert pd.isna(table.loc["A", "credit_limit"])


def test_the_command_line_has_its_keys(found):
    printed = to_json(found)
    assert {"as_of", "clients", "proof"} <= set(printed)
    assert set(printed["proof"]) == {"late", "fail"}
    keys = {"client_id", "late_probability", "fail_probability", "days_beyond_terms", "class", "credit_limit"}
    assert keys | {"reasons", "scored"} <= set(printed["clients"][0])
    assert "invoices" not in printed


def test_money_adds_up(found):
    open_money = company()["invoices"]["open_amount"].sum()
    assert found.clients["open_amount"].sum() == pytest.approx(open_money)
    assert found.classes["open_amount"].sum() == pytest.approx(open_money)
    assert found.classes["clients"].sum() == len(found.clients)


def test_the_class_follows_the_probability(found):
    scored = found.clients[found.clients["scored"]]
    spans = scored.groupby("class")["late_probability"].agg(["min", "max"])
    assert spans.loc["E", "min"] >= 0.4
    assert spans.loc["D", "max"] < 0.4
    assert (scored["credit_limit"][scored["class"] == "E"] == 0).all()


def test_reasons_name_what_is_planted(found):
    worst = found.clients[found.clients["class"] == "E"].iloc[0]
    assert any(
        "Industry: Building" in reason or "invoices were over 30 days late" in reason for reason in worst["reasons"]
    )
    assert all(reason[0] in "↑↓" for reason in worst["reasons"])


def test_the_rows_behind_a_number_add_up_to_it(found):
    rows = reliability.late_rows(found)
    assert reliability.total(rows) == pytest.approx(rows["value"].mean())
    assert reliability.total(reliability.loss_rows(found)) == pytest.approx(
        (found.clients["open_amount"] * found.clients["fail_probability"]).sum()
    )
    assert reliability.total(reliability.days_rows(found)) == pytest.approx(
        (rows["owed"] * rows["days_late"].clip(lower=0)).sum() / rows["owed"].sum()
    )


def test_one_clients_invoices_and_history_come_when_asked_for():
    frames = company()
    question = Question(as_of=THROUGH, options=Options(client="C0000"))
    scores = reliability.score(frames, question)
    found = reliability.analyse(frames, replace(question, scores={"reliability": scores}))
    assert set(found.evidence["client_id"]) == {"C0000"}
    assert len(found.evidence) == 10
    assert found.history["on_day"].is_monotonic_increasing


def test_sentences_say_what_was_found(found):
    assert "scored clients" in findings.headline(found)
    assert findings.classes_finding(found).endswith("clients of class D or E")
    assert "more than 30 days late" in findings.days_finding(found)
    bare = answer({**tiny(), "invoices": invoices()}, DAY)
    assert findings.headline(bare).startswith("No client can be scored")
    assert findings.classes_finding(bare) == "No money is open"
    assert findings.days_finding(bare) == "No invoice fell due in the last year"


def test_one_client_is_told_in_words(found):
    worst = found.clients.iloc[0].to_dict()
    assert "likely to pay the next invoice over 30 days late" in findings.client_finding(worst)
    assert findings.limit_words(worst).endswith("A named person confirms it.")
    tiny_found = answer(tiny(kind="person"), DAY).clients.set_index("client_id")
    assert findings.limit_words(tiny_found.loc["A"].to_dict()).startswith("A private person")
    assert findings.client_finding(tiny_found.loc["B"].to_dict()) == "Not scored: one settled invoice, 3 needed"


def test_the_page_says_to_which_day_lateness_is_measured():
    found = answer(tiny(), DAY, payments=date(2026, 6, 22))
    assert "known up to 22" in findings.through_note(found)
    assert findings.through_note(answer(tiny(), DAY)) == ""


def test_a_class_is_chosen_worst_first_and_by_money(found):
    rows = reliability.of_classes(found, ["E", "D"])
    assert set(rows["class"]) == {"D", "E"}
    assert rows["class"].is_monotonic_decreasing
    worst = rows[rows["class"] == "E"]["open_amount"]
    assert worst.is_monotonic_decreasing
    assert len(reliability.of_classes(found, [])) == len(found.clients)


def test_nothing_gives_empty_tables_with_the_same_columns(found):
    frames = {name: frame.iloc[:0] for name, frame in company().items()}
    empty = answer(frames)
    assert list(empty.clients.columns) == list(found.clients.columns)
    assert empty.clients.empty
    assert list(empty.days["invoices"]) == [0] * 5


def test_the_same_question_gives_the_same_answer_whatever_the_order_of_rows(found):
    frames = {name: frame.sample(frac=1, random_state=3) for name, frame in company().items()}
    again = answer(frames, invoices=THROUGH)
    pd.testing.assert_frame_equal(found.clients, again.clients)
    assert found.proof == again.proof


def test_a_file_of_clients_alone_without_a_single_day_is_answered():
    table = clients(*({"client_id": f"C{number}"} for number in range(3)))
    table["known_from"] = pd.Series(pd.NaT, index=table.index)
    found = answer({"clients": table, "invoices": invoices(), "attributes": EMPTY_ATTRIBUTES}, date.min)
    assert found.says_nothing
    assert findings.notes(found) == ["No invoices are imported: only failing is scored, from the client file."]
    assert len(found.clients) == 3
    assert found.history.empty
