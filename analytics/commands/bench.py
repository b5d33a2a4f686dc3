"""``bench import``: what an import costs, against DuckDB's own reading of the same file."""

import shutil
import statistics
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.commands import plaintext
from analytics.commands.verb import Answer, Call, Verb
from data.errors import UsageError
from data.store import Workspace

if TYPE_CHECKING:
    from data.benchmark import Measured

LEAST_ROWS = 1000
TARGETS = {"import": 2.0, "import_with_marts": 3.0, "faulty_rows_add": 0.3, "peak_mb": 600.0}
"""What is aimed at: CPU as a multiple of the bare reading's, memory in MB."""

_COUNTED = (
    "CPU seconds are user and system time of a process of its own, without the start of the interpreter on either "
    "side; times are the medians of {repeats} runs. Bare is a typed read_csv into a table of a database file."
)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=("import",), help="what is measured")
    parser.add_argument("--rows", type=int, default=1_000_000, metavar="N", help="deals in the file (%(default)s)")
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="runs of each (%(default)s)")
    parser.add_argument("--seed", type=int, default=7, metavar="S", help="another seed is another file")


def _bench(call: Call) -> Answer:
    """Makes the files, measures the bare reading, the import and the import of faulty rows in turns, and compares."""
    from data.benchmark import measured
    from data.importing import ImportOptions, import_batch
    from data.sample import deal_file

    given = call.given
    if given.rows < LEAST_ROWS or given.repeats < 1:
        raise UsageError("--rows would be {least} or more, --repeats 1 or more.", least=LEAST_ROWS)
    with tempfile.TemporaryDirectory(prefix="haldur-bench-") as name:
        folder = Path(name)
        made = deal_file.write(folder / "files", given.rows, given.seed)
        base = folder / "base"
        import_batch(Workspace(base), made.known, ImportOptions(today=date.fromisoformat(deal_file.TODAY)))
        runs: dict[str, list[Measured]] = {"bare": [], "import": [], "faulty": []}
        for _ in range(given.repeats):
            runs["bare"].append(_once(folder, lambda target: measured("bare", made.regular, target)))
            runs["import"].append(_once(folder, lambda target: measured("import", made.regular, target), base))
            runs["faulty"].append(_once(folder, lambda target: measured("import", made.faulty, target), base))
        content = _content(runs, given.rows, made.regular_bytes)
    return Answer(content, _told(content, given.repeats))


def _once(folder: Path, work: Callable[[Path], "Measured"], base: Path | None = None) -> "Measured":
    """One measurement in a place of its own: a new database file, or a copy of the workspace ``base``."""
    target = folder / "target"
    if base:
        shutil.copytree(base, target)
    try:
        return work(target)
    finally:
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)


def _content(runs: dict[str, list["Measured"]], rows: int, size: int) -> dict[str, Any]:
    """The medians and their ratios to the bare reading."""
    medians = {kind: _median(listed) for kind, listed in runs.items()}
    bare = medians["bare"]["cpu_seconds"]
    ratios = {
        "import": medians["import"]["cpu_before_marts"] / bare,
        "import_with_marts": medians["import"]["cpu_seconds"] / bare,
        "faulty_rows_add": (medians["faulty"]["cpu_seconds"] - medians["import"]["cpu_seconds"]) / bare,
    }
    return {
        "rows": rows,
        "file_mb": round(size / 1024**2, 1),
        "medians": medians,
        "ratios": {name: round(value, 2) for name, value in ratios.items()},
        "targets": TARGETS,
        "peak_mb": max(medians["import"]["peak_mb"], medians["faulty"]["peak_mb"]),
        "rows_per_second": round(rows / medians["import"]["wall_seconds"]),
    }


def _median(runs: Sequence["Measured"]) -> dict[str, float]:
    names = [one.name for one in fields(runs[0])]
    return {name: round(statistics.median(getattr(run, name) for run in runs), 2) for name in names}


def _told(content: dict[str, Any], repeats: int) -> str:
    medians, ratios = content["medians"], content["ratios"]
    lines = [
        ("bare typed read_csv", medians["bare"], "cpu_seconds", 1.0, None),
        ("import without marts", medians["import"], "cpu_before_marts", ratios["import"], TARGETS["import"]),
        (
            "import with marts",
            medians["import"],
            "cpu_seconds",
            ratios["import_with_marts"],
            TARGETS["import_with_marts"],
        ),
        ("… with 1 % faulty rows", medians["faulty"], "cpu_seconds", None, None),
    ]
    table = [
        {
            "work": work,
            "CPU s": f"{found[name]:.2f}",
            "× bare": "" if ratio is None else f"{ratio:.2f}",
            "aim": "" if aim is None else f"{aim:.1f}",
            "wall s": f"{found['wall_seconds']:.2f}" if name == "cpu_seconds" else "",
            "peak MB": f"{found['peak_mb']:.0f}" if name == "cpu_seconds" else "",
        }
        for work, found, name, ratio, aim in lines
    ]
    below = [
        f"Faulty rows add {ratios['faulty_rows_add']:.2f} × bare (aim: at most {TARGETS['faulty_rows_add']}).",
        f"Peak memory {content['peak_mb']:.0f} MB (aim: under {TARGETS['peak_mb']:.0f}).",
        f"{content['rows_per_second']:,} rows a second of {content['rows']:,} in {content['file_mb']} MB.",
        _COUNTED.format(repeats=repeats),
    ]
    return "\n".join([plaintext.table(table), *below])


VERBS = (Verb("bench", "measures what an import costs", _arguments, _bench),)
