"""Failures are told in a sentence; nobody is shown how the program is made."""

import json

from analytics.runner import HaldurError
from data.log import log_file


def test_a_foreseen_error_is_its_own_sentence_letter_by_letter(drawn, tiny):
    def page(view):
        raise HaldurError("{file} is empty", file="*deals*.csv")

    app = drawn(tiny, page)
    assert app.error[0].value == r"\*deals\*.csv is empty"
    assert app.title[0].value == "Churn"
    assert not app.exception


def test_an_unforeseen_one_is_a_number_that_the_log_knows(drawn, tiny):
    def page(view):
        raise ValueError("salary of Ann is 4000")

    app = drawn(tiny, page)
    told = app.error[0].value
    assert "Ann" not in told
    assert not app.exception
    logged = json.loads(log_file(tiny.folder).read_text(encoding="utf-8").splitlines()[-1])
    assert logged["facts"]["incident"] in told
    assert logged["facts"]["error"] == "builtins.ValueError"
    assert "Ann" not in json.dumps(logged)


def test_a_page_that_fails_still_has_its_header_and_what_it_had_drawn(drawn, tiny):
    import streamlit as st

    def page(view):
        st.header("Before")
        raise KeyError("x")

    app = drawn(tiny, page)
    assert app.header[0].value == "Before"
    assert app.multiselect(key="scope_teams_chosen").options == ["East", "West"]
