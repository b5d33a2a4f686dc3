"""Proofs in plain words: what a model is worth, or what it lacks."""

import pytest

from analytics.scores import Proof, not_enough
from pages.components import method

GOOD = Proof("time", 5300, 1204, 118, 0.84, 0.8, 0.88, 0.08, 0.61, True, 0.1, lift=3.2, calibration=((0.1, 0.2, 50),))
USELESS = Proof("folds", 300, 300, 60, 0.52, 0.45, 0.59, 0.2, 0.55, False, 0.19)


def test_a_model_that_is_used_says_how_often_it_ranks_rightly(drawn, tiny):
    app = drawn(tiny, lambda view: method.proof(view, GOOD))
    assert app.markdown[-1].value == "Of 100 pairs it ranks **84** rightly (80–88); a simple rule ranks 61, a coin 50."
    captions = [caption.value for caption in app.caption]
    assert "Learned from 5,300 earlier cases, tried on 1,204 later ones, 118 with the outcome." in captions
    measures = next(caption for caption in captions if caption.startswith("AUC 0.840; Brier score 0.0800"))
    assert measures.endswith("the simple rule's 0.1000; the highest tenth holds 3.2 times its share of outcomes.")
    assert not app.info


@pytest.mark.parametrize(
    ("proof", "told"),
    [
        (not_enough("time", 17, 40), "17 more outcomes are needed"),
        (USELESS, "of 100 pairs it ranks 52 rightly (45–59), a simple rule 55"),
    ],
)
def test_a_model_that_is_not_used_says_why_and_what_is_shown_instead(drawn, tiny, proof, told):
    app = drawn(tiny, lambda view: method.proof(view, proof, "Pays late"))
    assert told in app.info[0].value
    assert "drawn towards the average" in app.info[0].value


def test_the_method_note_is_the_analysis_own(drawn, tiny):
    from analytics import churn

    app = drawn(tiny, method.note)
    assert app.expander[0].label == "How this is worked out"
    assert app.expander[0].markdown[0].value.strip() == churn.METHOD.strip()
