"""The runner: frames under the viewer's scope, scores once for a version and day, options, JSON."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from pandas import DataFrame

from analytics import keeping, scoring
from analytics.question import Scores
from analytics.results import dumps
from analytics.runner import House, analyses, method, open_workspace
from data.errors import NotPermitted, NoWorkspace, UnknownName, UsageError
from tests.building import make_workspace
from tests.data.test_scope import ACCESS, TABLES


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = House(make_workspace(tmp_path_factory.mktemp("runner"), TABLES, documents={"access": ACCESS}).path)
    yield made
    made.engine.close()


def test_a_house_is_one_for_each_folder(tmp_path):
    assert open_workspace(tmp_path / "a") is open_workspace(str(tmp_path / "a"))
    assert open_workspace(tmp_path / "a") is not open_workspace(tmp_path / "b")


def test_an_empty_workspace_says_what_to_do(tmp_path):
    with pytest.raises(NoWorkspace, match="Import your files"):
        House(tmp_path).scope()


def test_as_of_is_by_default_the_latest_day_on_which_something_happened(house):
    assert house.scope().as_of == date(2026, 6, 2)
    assert house.scope(as_of=date(2026, 3, 1)).is_past


@pytest.mark.parametrize("stem", analyses())
def test_every_analysis_answers_as_json_on_a_tiny_workspace(house, stem):
    result = house.run(stem, house.scope())
    text = dumps(result)
    assert '"as_of": "2026-06-02"' in text
    assert "NaN" not in text


@pytest.mark.parametrize("stem", analyses())
def test_every_analysis_answers_on_a_day_before_all_data(house, stem):
    assert house.run(stem, house.scope(as_of=date(2020, 1, 1))) is not None


@pytest.mark.parametrize("stem", analyses())
def test_every_analysis_answers_on_a_workspace_without_rows(tmp_path, stem):
    bare = House(make_workspace(tmp_path, {}).path)
    assert bare.run(stem, bare.scope(as_of=date(2026, 1, 31))) is not None
    bare.engine.close()


@pytest.mark.parametrize("stem", analyses())
def test_every_analysis_tells_how_it_works(stem):
    assert len(method(stem)) > 80


def test_an_unknown_analysis_or_option_is_named(house):
    with pytest.raises(UnknownName, match="no analysis “nothing”"):
        house.run("nothing", house.scope())
    with pytest.raises(UsageError, match="nothing"):
        house.run("overview", house.scope(), {"nothing": "1"})


def test_pay_is_refused_to_who_may_not_see_it(house):
    with pytest.raises(NotPermitted, match="directors"):
        house.run("compensation", house.scope("an@example.com"))


def test_a_query_needs_its_parameters(house):
    assert len(house.query("status_managers", house.scope())) == 3


def test_scores_are_kept_beside_the_version_and_narrowed(house):
    stem = scoring.scoring()[0]
    made = house.scores(stem, house.scope())
    folder = house.workspace.folder(1)
    kept = keeping.load(folder, date(2026, 6, 2), stem)
    assert kept is not None
    for name, table in made.tables.items():
        pd.testing.assert_frame_equal(table, kept.tables[name])
    own = house.scores(stem, house.scope("ann@example.com"))
    for table in own.tables.values():
        if "client_id" in table.columns:
            assert set(table["client_id"]) <= {"C1"}


def test_scores_survive_writing_and_reading(tmp_path):
    made = Scores({"members": DataFrame({"client_id": ["A"], "value": [0.5]})}, {"k": 3, "day": date(2026, 1, 1)})
    keeping.save(tmp_path, date(2026, 1, 1), "segments", made)
    keeping.save(tmp_path, date(2026, 1, 1), "segments", Scores())
    found = keeping.load(tmp_path, date(2026, 1, 1), "segments")
    assert found is not None
    assert found.facts == {"k": 3, "day": "2026-01-01"}
    assert found.tables["members"]["client_id"].tolist() == ["A"]
    assert keeping.load(tmp_path, date(2026, 1, 2), "segments") is None


def test_spoilt_scores_are_removed_and_made_again(tmp_path):
    made = Scores({"members": DataFrame({"client_id": ["C1"], "segment": ["new"]})}, {"k": 2})
    for name in ("members.parquet", "facts.json", "sums"):
        keeping.save(tmp_path, date(2026, 1, 1), "segments", made)
        file = keeping.folder(tmp_path, date(2026, 1, 1)) / "segments" / name
        content = file.read_bytes()
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        assert keeping.load(tmp_path, date(2026, 1, 1), "segments") is None
        assert not file.parent.exists()


def test_json_keeps_cents_and_empties_what_is_missing():
    frame = DataFrame({"on": [pd.Timestamp("2026-01-02"), pd.NaT], "amount": [Decimal("10.5"), None], "x": [1.5, None]})
    assert dumps({"rows": frame}) == (
        '{"rows": [{"on": "2026-01-02", "amount": 10.50, "x": 1.5}, {"on": null, "amount": null, "x": null}]}'
    )
