from datetime import date
from decimal import Decimal

from analytics.intake.effects import MOST_SHOWN, effects, foresee
from analytics.runner import House
from data.importing import ImportOptions
from tests.building import make_workspace

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
CLIENTS = [{"client_id": "K1", "name": "AS Näidis"}]
DEAL = {"deal_id": "D1", "client_id": "K1", "opened_on": date(2026, 1, 5), "closed_on": date(2026, 2, 3)}


def told(found):
    return [(effect.metric, effect.month, effect.now, effect.after) for effect in found]


def test_the_latest_month_comes_first_and_what_stays_is_left_out():
    now = {("revenue", FEBRUARY): Decimal(10), ("deals", FEBRUARY): Decimal(1), ("revenue", MARCH): Decimal(5)}
    after = {("revenue", FEBRUARY): Decimal(12), ("deals", FEBRUARY): Decimal(1), ("deals", MARCH): Decimal(1)}
    assert told(effects(now, after)) == [
        ("revenue", MARCH, Decimal(5), Decimal(0)),
        ("deals", MARCH, Decimal(0), Decimal(1)),
        ("revenue", FEBRUARY, Decimal(10), Decimal(12)),
    ]


def test_only_the_latest_few_are_told():
    after = {("revenue", date(2020 + number, 1, 1)): Decimal(1) for number in range(20)}
    found = effects({}, after)
    assert len(found) == MOST_SHOWN
    assert found[0].month == date(2039, 1, 1)


def test_what_would_change_is_measured_and_nothing_is_stored(tmp_path):
    deals = [DEAL | {"stage": "won", "amount": Decimal(100)}]
    workspace = make_workspace(tmp_path / "workspace", {"clients": CLIENTS, "deals": deals})
    file = tmp_path / "deals.csv"
    file.write_text(
        "deal_id,opened_on,stage,client_id,closed_on,amount\n"
        "D1,2026-01-05,won,K1,2026-02-03,150\n"
        "D2,2026-01-05,won,K1,2026-03-03,many\n"
    )
    options = ImportOptions(today=date(2026, 4, 1), good_rows=True)
    assert told(foresee(House(workspace.path), [file], options)) == [("revenue", FEBRUARY, Decimal(100), Decimal(150))]
    assert workspace.versions() == [1]
    assert list((workspace.path / "versions").glob("making-*")) == []


def test_an_empty_workspace_has_nothing_yet(tmp_path):
    file = tmp_path / "clients.csv"
    file.write_text("client_id,name\nK1,AS Näidis\n")
    assert foresee(House(tmp_path / "none"), [file], ImportOptions(today=date(2026, 4, 1))) == ()
    assert not (tmp_path / "none" / "current").exists()
