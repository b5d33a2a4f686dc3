"""The client base over a real workspace: the sample's faults, rights, passports, merging by the command line."""

import json
import shutil
from datetime import datetime

import pytest

from analytics.base_quality import findings
from analytics.commandline import main
from analytics.runner import House, NotPermitted
from tests import workspaces

MOMENT = datetime(2026, 11, 12, 9)


@pytest.fixture(scope="module")
def house(sample):
    made = House(sample.folder)
    yield made
    made.engine.close()


@pytest.fixture(scope="module")
def result(house):
    return house.run("base_quality", house.scope())


def pairs(result) -> set[tuple[str, str]]:
    return {
        tuple(sorted(ids)) for ids in zip(result.duplicates["client_id"], result.duplicates["other_id"], strict=True)
    }


def test_the_samples_duplicates_are_found_and_nothing_else(result):
    last = sorted(result.clients["client_id"])[-3:]
    assert sorted(ids[1] for ids in pairs(result)) == last
    assert (result.duplicates["probability"] > 0.9).all()


def test_the_samples_deals_that_do_not_fit_are_found(result):
    books = result.accounts
    assert books.state == "compared"
    assert len(books.not_invoiced)
    assert set(books.differing["difference_share"].round(2)) <= {0.1, 0.07}
    assert books.without_deal["has_contract"].all()


def test_the_numbers_shown_are_those_of_their_passports(house, result):
    scope = house.scope()
    assert house.passport("current_clients", scope).total == result.count_clients
    assert house.passport("stale_clients", scope).total == len(result.stale)
    assert float(house.passport("clients_filled", scope).total) == pytest.approx(findings.filled(result))


def test_a_manager_sees_own_clients_and_pairs_of_them_alone(house, sample, result):
    scope = house.scope(sample.people["manager"])
    found = house.run("base_quality", scope)
    own = set(house.query("status_clients", scope)["client_id"])
    assert 0 < found.count_clients < result.count_clients
    assert set(found.clients["client_id"]) == own
    assert pairs(found) == {ids for ids in pairs(result) if set(ids) <= own}
    assert set(found.stale["client_id"]) <= own


def test_an_earlier_day_sees_nothing_later(house):
    scope = house.scope(as_of=datetime(2025, 12, 15).date())
    found = house.run("base_quality", scope)
    assert found.growth["month"].max() == datetime(2025, 12, 1)
    assert (found.accounts.not_invoiced["closed_on"] <= "2025-12-15").all()


@pytest.fixture
def place(sample, tmp_path):
    shutil.copytree(sample.folder, tmp_path / "space")
    return tmp_path / "space"


def printed(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


def test_merging_and_parting_by_the_command_line(place, sample, capsys, result):
    words = ["--workspace", str(place), "--json"]
    (client, other), *_rest = pairs(result)
    viewer = ["--viewer", sample.people["analyst"]]
    assert main(["merge", other, client, *words, *viewer]) == 0
    assert printed(capsys) == {"batch": 2, "client_id": other, "into_id": client}
    assert main(["run", "base_quality", *words]) == 0
    told = printed(capsys)
    assert len(told["duplicates"]) == len(pairs(result)) - 1
    assert [(row["client_id"], row["code"]) for row in told["merges"]] == [(client, other)]
    assert main(["merge", other, client, *words]) == 2
    assert "merged into" in printed(capsys)["error"]
    assert main(["history", *words]) == 0
    last = printed(capsys)["batches"][-1]
    assert (last["mode"], last["files"], last["imported_by"]) == ("merge", [f"{other} → {client}"], viewer[1])
    assert main(["unmerge", other, *words]) == 0
    assert printed(capsys)["batch"] == 3
    assert main(["run", "base_quality", *words]) == 0
    assert len(printed(capsys)["duplicates"]) == len(pairs(result))


def test_a_merge_tells_how_far_it_is_from_its_beginning(tmp_path):
    house = House(workspaces.tiny(tmp_path / "space"))
    told: list[tuple[str, float]] = []
    house.merge("C1", "C2", None, MOMENT, lambda step, share: told.append((step, share)))
    steps, shares = zip(*told, strict=True)
    assert steps[:2] == ("Preparing what the pages show", "Making the scores")
    assert shares[:2] == (0, 0.2)
    assert list(shares) == sorted(shares)
    assert shares[-1] < 1
    house.engine.close()


def test_managers_may_not_merge(house, sample):
    with pytest.raises(NotPermitted):
        house.merge("C00001", "C00002", sample.people["manager"], MOMENT)
    assert house.version() == 1


def test_an_id_that_looks_like_an_option_stays_an_id(place, capsys):
    assert main(["merge", "--workspace", str(place), "--json", "--", "-5", "C00001"]) == 2
    assert printed(capsys)["error"] == "There is no client -5."
