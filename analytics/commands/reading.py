"""The verb ``read``: what the reader saw in files, as plain CSV and in words."""

import os
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from analytics.commands.verb import Answer, Call, Verb
from analytics.words import _, ngettext
from data import log
from data.errors import UsageError
from data.importing.reader import Seen, listed, read_file

_FEW = 40
"""Files that one process reads in about a second: more of them are shared out."""


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder of files, or a zip")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the plain CSV files are written")


def _read(call: Call) -> Answer:
    out: Path = call.given.out
    files = list(listed(call.given.paths))
    try:
        out.mkdir(parents=True, exist_ok=True)
        seen = list(_all(files, out))
    except OSError as error:
        raise UsageError("{folder} can't be written: {reason}.", folder=out, reason=error.strerror or error) from error
    failed = sum(bool(one.error) for one in seen)
    content = {"files": [one.as_json() for one in seen], "failed": failed}
    return Answer(content, "" if call.as_json else "\n".join(map(_text, seen)), status=1 if failed else 0)


def _all(files: Sequence[tuple[Path, Path]], out: Path) -> Iterator[Seen]:
    """What was seen in every file, in order."""
    if len(files) <= _FEW:
        for path, name in files:
            yield from _one(path, name, out)
        return
    paths, names = zip(*files, strict=True)
    with ProcessPoolExecutor(os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()) as pool:
        for seen in pool.map(_one, paths, names, [out] * len(files), chunksize=16):
            yield from seen


def _one(path: Path, name: Path, out: Path) -> tuple[Seen, ...]:
    """What was seen in one file; an error in it that nobody foresaw is logged, and the other files are read."""
    try:
        return read_file(path, name, out)
    except OSError:
        raise
    except Exception as error:
        told = _("Something unforeseen went wrong. It is in the log as incident {number}.", number=log.incident(error))
        return (Seen(str(name), error=told),)


def _text(seen: Seen) -> str:
    """One table as lines for a reader at a terminal."""
    if seen.error:
        return f"{seen.file}: {seen.error}"
    how = ", ".join(f"{name} {value}" for name, value in seen.how.items() if value)
    rows = ngettext("{count} row", "{count} rows", seen.rows)
    header = f"headings in line {', '.join(map(str, seen.header))}" if seen.header else "no headings"
    lines = [f"{seen.file} → {seen.written}: {rows}, {header} ({how})"]
    lines += [f"  {doubt['level']}: {doubt['message']}" for doubt in seen.as_json()["doubts"]]
    return "\n".join(lines)


VERBS = (Verb("read", "writes each file as the reader understood it, as plain CSV", _arguments, _read),)
