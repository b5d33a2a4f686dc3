"""What the tests of an import share: files from text, an import in one call, the stored rows."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from data.importing import ImportOptions, ImportReport, import_batch
from data.store import Workspace

TODAY = date(2026, 6, 30)
CLIENTS = "client_id,name\nC1,One\nC2,Two\n"
DEALS = "deal_id,client_id,opened_on,stage,closed_on,amount\nD1,C1,2026-01-05,won,2026-02-01,100.00\n"


class House:
    """A workspace in a folder, with files written and imported in one call."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace(folder / "space")

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def take(self, store: bool = True, mapping: str = "", paths: tuple[Path, ...] = (), **files: str | bytes) -> Any:
        """Imports ``files`` (stem → content) and ``paths``; names of options are taken out of ``files``."""
        known = (
            "table",
            "mode",
            "good_rows",
            "director",
            "currency",
            "known_through",
            "today",
            "check_document",
            "confirm_matches",
            "confirmed",
            "mark_removed",
            "rejects",
        )
        options: dict[str, Any] = {name: files.pop(name) for name in known if name in files}
        if mapping:
            options["mapping"] = self.file("mapping.toml", mapping)
        written = [self.file(f"{stem}.csv", content) for stem, content in files.items()]
        return import_batch(
            self.workspace, [*written, *paths], ImportOptions(**{"today": TODAY, **options}), store=store
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What ``query`` finds in the version in force; stored tables are ``stored.<table>``."""
        number = self.workspace.number()
        with duckdb.connect() as con:
            self.workspace.attach(con, number)
            con.execute(f"use main_{number:06d}")
            return con.execute(query.replace("pay.", f"pay_{number:06d}.")).fetchall()


def codes(report: ImportReport) -> list[tuple[str, int | None, str]]:
    """What was refused: (file, line, code)."""
    return [(fault.file, fault.line, fault.code) for fault in report.rejects]


def warned(report: ImportReport) -> dict[str, int]:
    """What was noticed: code → count."""
    return {warning.code: warning.count for warning in report.warnings}
