from analytics.charts.theme import DARK, LIGHT
from analytics.words import MINUS
from pages.components.importing import bar, findings

COUNTS = {"added": 1, "changed": 2, "unchanged": 3, "rejected": 0}


def report(**told):
    return {"tables": {"deals": COUNTS}, "rejects": [], "files": [], "warnings": []} | told


def reason(code, template, *, given=None, **values):
    return {
        "file": "deals.csv",
        "column": "amount",
        "code": code,
        "rows": 2,
        "lines": [3, 9],
        "given": given or {},
        "whole_file": False,
        "template": template,
        "values": values,
    }


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_headline_says_how_many_rows_are_good():
    refused = {"deals": COUNTS | {"rejected": 4}}
    assert findings.headline(report()) == "All 6 rows are good: 1 new, 2 changed"
    assert findings.headline(report(tables=refused, rejects=[{}])) == "6 of 10 rows are good"


def test_the_headline_tells_what_the_latest_revenue_does():
    effect = {"metric": "revenue", "title": "Revenue", "unit": "money", "month": "2026-03-01"}
    fall = effect | {"now": 150.0, "after": 50.0}
    assert plain(findings.headline(report(effects=[fall]))).endswith("; revenue of Mar 2026 would fall by €100")


def test_a_document_alone_is_sound():
    told = report(tables={}, files=[{"file": "scheme.toml"}])
    assert findings.headline(told) == "scheme.toml: sound, ready to be stored"


def test_a_refused_file_is_named_and_of_several_it_is_said_how_many():
    whole = reason("wrong-kind", "{file} is {kind}. {remedy}") | {"whole_file": True}
    one = report(rejects=[{}], reasons=[whole])
    assert findings.headline(one) == "deals.csv can't be taken as it is"
    files = [{"file": f"{name}.csv"} for name in ("deals", "clients", "lines")]
    two = report(rejects=[{}], reasons=[whole, whole | {"file": "lines.csv"}], files=files)
    assert findings.headline(two) == "2 of 3 files can't be taken as they are"


def test_headings_without_rows_hold_nothing():
    told = report(tables={"deals": dict.fromkeys(COUNTS, 0)}, files=[{"file": "deals.csv"}])
    assert findings.headline(told) == "There are headings but no rows: nothing to store"
    assert not findings.holds_something(told)
    assert findings.holds_something(report(tables={}, files=[{"file": "scheme.toml"}]))


def test_a_warning_does_not_name_its_file_twice():
    listed = [
        {"file": "a.csv", "template": "Empty rows, left out: {count}.", "values": {"count": 2}},
        {"file": "b.csv", "template": "{name} was left out: {reason}.", "values": {"name": "b.csv", "reason": "x"}},
    ]
    assert findings.warnings(report(warnings=listed)) == {
        "a.csv": ["Empty rows, left out: 2."],
        "": ["b.csv was left out: x."],
    }


def test_a_reason_is_its_sentence_in_two_parts():
    template = "{column} holds “{value}”, which is odd. Write it like {accepted}."
    told = report(reasons=[reason("odd", template, given={"x. y": 2}, column="amount", value="x. y", accepted="1.5")])
    [row] = findings.reasons(told).to_dict("records")
    assert row["short"] == row["wrong"] == "amount holds “x. y”, which is odd"
    assert row["remedy"] == "Write it like 1.5."
    assert (row["given"], row["lines"]) == ("x. y", "3, 9")


def test_known_codes_are_told_in_a_few_words():
    told = report(reasons=[reason("not-a-number", "{column} is none. Mend it.", column="amount")])
    assert findings.reasons(told)["short"].tolist() == ["Not a number"]


def test_every_short_word_is_for_a_code_that_there_is():
    from data.importing.messages import FILES, QUESTIONS, ROWS

    assert set(findings.SHORT) <= {*FILES, *QUESTIONS, *ROWS}


def test_changes_show_the_difference_of_numbers_alone():
    changes = [
        {"table": "deals", "key": "D1", "field": "amount", "before": "12900.00", "after": "11610.00"},
        {"table": "deals", "key": "D2", "field": "stage", "before": "offer", "after": "won"},
        {"table": "deals", "key": "D3", "field": "cost", "before": None, "after": "1.50"},
    ]
    found = findings.changes(report(changes=changes))
    assert [None if change != change else change for change in found["change"]] == [f"{MINUS}1,290", None, None]
    assert findings.changes_headline(report(changes=changes)) == "2 rows change: amount, stage, cost"


def test_nothing_found_gives_empty_frames_with_the_same_columns():
    for frame in (findings.reasons, findings.changes, findings.effects):
        assert frame(report()).empty
        assert len(frame(report()).columns) > 3


def test_the_bar_leaves_out_what_has_no_rows_and_says_the_rest():
    for palette in (LIGHT, DARK):
        drawn = bar.stacked(COUNTS, palette)
        assert 'aria-label="1 new, 2 changed, 3 unchanged"' in drawn
        assert palette.accent in drawn
        assert palette.bad not in drawn
