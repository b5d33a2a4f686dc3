"""Causes learned from texts: right on what wasn't seen, silent where unsure."""

import pandas as pd
import pytest
from pandas import DataFrame

from analytics.cause_names import spelled
from analytics.complaints.causes import find_causes

PHRASES = {
    "late delivery": (
        "the delivery came late",
        "kaup hilines jälle",
        "доставка опоздала",
        "we wait for the truck since",
    ),
    "billing": ("the invoice is wrong", "arve on vale", "счёт выставлен неверно", "charged twice for order"),
    "quality": ("the panel is cracked", "toode on katki", "товар с браком", "paint peels off after"),
}
ENDS = (
    "please act",
    "palun vastake",
    "просим разобраться",
    "again",
    "number",
    "yesterday",
    "in spring",
    "täna",
    "сегодня",
)


def complaints(each: int = 40, given: float = 0.6) -> DataFrame:
    """Texts made of a matter and an ending; every so many have their cause given. Column ``truth`` keeps them all."""
    rows = []
    for place, (cause, matters) in enumerate(PHRASES.items()):
        for number in range(each):
            text = f"{matters[number % 4]} {ENDS[number % 9]} {ENDS[(number // 4 + place) % 9]}"
            rows.append(
                (f"K{place}{number:03d}", f"C{number % 7}", cause if number % 10 < given * 10 else None, text, cause)
            )
    return DataFrame(rows, columns=["complaint_id", "client_id", "cause", "text", "truth"])


@pytest.fixture(scope="module")
def found():
    return find_causes(complaints())


def test_what_is_told_is_right_in_every_language(found):
    table = found.classified.merge(complaints()[["complaint_id", "truth"]])
    told = table[table["cause"].notna()]
    assert found.way == "learned"
    assert len(told) > 0.8 * len(table)
    assert (told["cause"] == told["truth"]).mean() > 0.95


def test_exactly_the_rows_without_a_cause_are_classified(found):
    table = complaints()
    assert list(found.classified["complaint_id"]) == sorted(table.loc[table["cause"].isna(), "complaint_id"])
    assert found.classified["probability"].between(0, 1).all()


def test_the_proof_is_of_texts_held_out_beside_the_most_frequent_cause(found):
    assert found.proof.used
    assert found.proof.method == "folds"
    assert found.proof.auc > 0.95
    assert found.proof.baseline_auc == 0.5
    assert found.proof.brier < found.proof.baseline_brier == pytest.approx(1 / 3, abs=0.01)  # (1 − Σ (1/3)²) / 2
    assert found.trial["precision"] >= 0.8
    assert found.trial["baseline_accuracy"] == pytest.approx(1 / 3, abs=0.01)


def test_a_text_of_another_matter_stays_unclassified():
    table = complaints()
    odd = DataFrame(
        [("Z1", "C1", None, "zzz qqq xxx", None), ("Z2", "C1", None, None, None)], columns=list(table.columns)
    )
    found = find_causes(pd.concat([table, odd])).classified.set_index("complaint_id")
    assert pd.isna(found.loc["Z1", "cause"])
    assert pd.isna(found.loc["Z2", "cause"])
    assert pd.isna(found.loc["Z2", "probability"])


def test_labels_that_have_nothing_to_do_with_the_text_are_not_used():
    table = complaints(given=1.0)
    table["cause"] = [("a", "b", "c")[number * 7 % 11 % 3] for number in range(len(table))]
    table.loc[::5, "cause"] = None
    found = find_causes(table)
    assert not found.proof.used
    assert found.classified["cause"].isna().all()


def test_with_nothing_labelled_words_decide_and_no_probability_is_claimed():
    table = complaints().assign(cause=pd.Series(None, index=range(120), dtype="str"))
    found = find_causes(table)
    assert found.way == "words"
    assert not found.proof.used
    assert set(found.classified["cause"].dropna()) <= {"late delivery", "invoice", "quality"}
    assert found.classified["cause"].notna().mean() > 0.6
    assert found.classified["probability"].isna().all()


def test_too_few_labels_leave_all_unclassified_and_say_how_many_are_lacking():
    found = find_causes(complaints(each=20, given=0.5))
    assert found.way == "none"
    assert found.proof.needed == 20
    assert found.classified["cause"].isna().all()


def test_the_order_of_rows_does_not_matter(found):
    again = find_causes(complaints().sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(found.classified, again.classified)
    assert found.proof == again.proof


def test_no_complaints_are_none():
    found = find_causes(complaints().iloc[:0])
    assert list(found.classified.columns) == ["complaint_id", "client_id", "cause", "probability"]
    assert found.classified.empty


def test_spellings_of_a_cause_are_one():
    causes = pd.Series(["Late  delivery", "late delivery", "Late delivery", " ", None, "Price"])
    assert list(spelled(causes).fillna("–")) == ["Late delivery"] * 3 + ["–", "–", "Price"]
