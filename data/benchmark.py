"""The import measured against DuckDB's own reading of the same file; each measurement is a process of its own.

Counted is the CPU time, user and system, of the work alone: from the moment at which the interpreter and the libraries
are loaded until the data lie in a database file, on either side. Memory is the whole process' peak.

``python -m data.benchmark bare FILE DATABASE`` and ``import FILE WORKSPACE`` print one JSON object.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from data.contract import table
from data.importing import ImportOptions, import_batch
from data.sample.deal_file import TODAY
from data.store import Workspace

MARTS_STEP = "Preparing what the pages show"
_ROOT = Path(__file__).parents[1]
_READ = (
    "create table deals as select * from read_csv($path, columns = $columns, auto_detect = false, header = true, "
    "delim = ',', quote = '\"', escape = '\"', new_line = '\\n')"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One process' work: seconds of CPU and of the clock, peak memory, CPU before the marts, rows."""

    cpu_seconds: float
    wall_seconds: float
    peak_mb: float
    cpu_before_marts: float
    stored: int
    rejected: int


def measured(kind: str, file: Path, target: Path) -> Measured:
    """Runs ``bare`` or ``import`` on ``file`` in a process of its own."""
    command = [sys.executable, "-m", "data.benchmark", kind, str(file), str(target)]
    done = subprocess.run(command, cwd=_ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return Measured(**json.loads(done.stdout))


def _cpu() -> float:
    used = os.times()
    return used.user + used.system


def _peak_mb() -> float:
    """The process' peak memory; 0 on systems that don't tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def _bare(file: Path, database: Path) -> Mapping[str, float]:
    """A typed ``read_csv`` into a table of a database file, written out."""
    with file.open(encoding="utf-8") as opened:
        headings = opened.readline().strip().split(",")
    columns = {heading: table("deals")[heading].sql_type for heading in headings}
    with duckdb.connect(str(database)) as con:
        con.execute(_READ, {"path": str(file), "columns": columns})
        con.execute("checkpoint")
        stored = con.execute("select count(*) from deals").fetchall()[0][0]
    return {"cpu_before_marts": _cpu(), "stored": stored, "rejected": 0}


def _import(file: Path, workspace: Path) -> Mapping[str, float]:
    """An import that stores the good rows."""
    before: list[float] = []

    def progress(step: str, _share: float, _rows: float | None = None) -> None:
        if step == MARTS_STEP:
            before.append(_cpu())

    options = ImportOptions(today=date.fromisoformat(TODAY), good_rows=True)
    report = import_batch(Workspace(workspace), [file], options, progress=progress)
    rejected = len({fault.line for fault in report.rejects})
    return {"cpu_before_marts": (before or [_cpu()])[0], "stored": report.tables["deals"].added, "rejected": rejected}


def main(kind: str, file: str, target: str) -> None:
    """Does one piece of work and prints what it took."""
    begun, started = _cpu(), time.perf_counter()
    found = {"bare": _bare, "import": _import}[kind](Path(file), Path(target))
    taken = {"cpu_seconds": _cpu() - begun, "wall_seconds": time.perf_counter() - started}
    before = found["cpu_before_marts"] - begun
    print(json.dumps({**found, **taken, "peak_mb": _peak_mb(), "cpu_before_marts": before}))


if __name__ == "__main__":
    main(*sys.argv[1:])
