"""The workspaces of the page tests: a handful of rows in every table, and the sample through the real import."""

import tomllib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from analytics.commandline import main
from tests.building import Rows, make_workspace

SAMPLE_CLIENTS = "300"
TINY_PEOPLE = {"director": "dir@example.com", "analyst": "an@example.com", "manager": "ann@example.com"}
ACCESS = "".join(
    f'[[person]]\nemail = "{email}"\nrole = "{role}"\n' for role, email in TINY_PEOPLE.items() if role != "manager"
)
MANAGERS: Rows = [
    {"manager_id": "A", "name": "Ann", "team": "East", "email": TINY_PEOPLE["manager"]},
    {"manager_id": "B", "name": "Bob", "team": "West", "email": "bob@example.com"},
]
CLIENTS: Rows = [
    {
        "client_id": f"C{number}",
        "name": f"Client *{number}*",
        "manager_id": "AB"[number % 2],
        "region": ("North", "South")[number % 2],
        "registered_on": date(2025, 1, number),
        "ended_on": date(2026, 5, 20) if number == 3 else None,
        "ended_reason": "price" if number == 3 else None,
    }
    for number in range(1, 7)
]


def _deals() -> Rows:
    """Twelve deals won over half a year, six won or lost in the last month, two open."""
    return [
        {
            "deal_id": f"D{number:02}",
            "client_id": f"C{number % 6 + 1}",
            "product_id": "P1",
            "opened_on": date(2025, 7 + number // 2, 1) if number < 12 else date(2026, 5, number),
            "closed_on": date(2026, 1 + number % 6, 5)
            if number < 12
            else date(2026, 6, number)
            if number < 18
            else None,
            "stage": "won" if number < 14 else "lost" if number < 18 else "offer",
            "amount": Decimal(1000 + 10 * number),
            "cost": Decimal(700),
        }
        for number in range(20)
    ]


def _invoices() -> Rows:
    return [
        {
            "invoice_id": f"I{number:02}",
            "client_id": f"C{number % 6 + 1}",
            "deal_id": f"D{number:02}",
            "issued_on": date(2026, 1 + number % 6, 6),
            "due_on": date(2026, 1 + number % 6, 20),
            "amount": Decimal(1220),
            "net_amount": Decimal(1000),
            "paid_on": date(2026, 1 + number % 6, 25) if number % 3 else None,
        }
        for number in range(14)
    ]


def tiny(folder: Path, *, is_sample: bool = False) -> Path:
    """A workspace of two managers and six clients, with rows in every table that a page needs."""
    tables: dict[str, Rows] = {
        "managers": MANAGERS,
        "clients": CLIENTS,
        "products": [{"product_id": "P1", "name": "Timber", "category": "Wood"}],
        "deals": _deals(),
        "invoices": _invoices(),
        "contacts": [
            {"contact_id": "K1", "client_id": "C1", "at": datetime(2026, 6, 30, 9), "type": "call", "done": True}
        ],
        "complaints": [
            {
                "complaint_id": "Q1",
                "client_id": "C1",
                "opened_on": date(2026, 6, 1),
                "cause": "late",
                "text": "Too late",
            },
            {"complaint_id": "Q2", "client_id": "C2", "opened_on": date(2026, 6, 9), "text": "The price is wrong"},
        ],
        "plans": [
            {"manager_id": who, "period": date(2026, month, 1), "metric": "revenue", "target": Decimal(2000)}
            for who in "AB"
            for month in range(1, 7)
        ],
        "payroll": [
            {"manager_id": who, "period": date(2026, month, 1), "salary": Decimal(2000), "bonus": Decimal(100)}
            for who in "AB"
            for month in range(1, 7)
        ],
    }
    workspace = make_workspace(folder, tables, documents={"access": ACCESS})
    if is_sample:
        con = duckdb.connect()
        with workspace.draft(con) as draft:
            draft.mark_sample()
    return folder


def sample(folder: Path) -> tuple[Path, dict[str, str]]:
    """The sample company through the real import; its workspace, and who of it holds each role."""
    exports, workspace = folder / "exports", folder / "workspace"
    assert main(["sample", "--clients", SAMPLE_CLIENTS, "--out", str(exports)]) == 0
    assert main(["import", str(exports), "--workspace", str(workspace)]) == 0
    listed = tomllib.loads((exports / "access.toml").read_text(encoding="utf-8"))["person"]
    return workspace, {person["role"]: person["email"] for person in listed}
