"""Where stored scores lie: beside the version they were made from, by as_of and by the code that made them.

The file ``sums`` beside them holds their SHA-256: scores that a failing disk or a lost power supply has spoilt are
made again, never shown.
"""

import json
import os
import shutil
from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from analytics.question import Scores

_FACTS, _SUMS = "facts.json", "sums"
_ROOT = Path(__file__).resolve().parent.parent


@cache
def code_hash() -> str:
    """A short hash of every file that a score depends on: the analyses and the SQL."""
    files = [*(_ROOT / "analytics").glob("**/*.py"), *(_ROOT / "data" / "sql").glob("**/*.sql")]
    digest = sha256()
    for file in sorted(files):
        if "charts" not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def folder(version: Path, as_of: date) -> Path:
    """The folder of all scores of one version and day, made by this code."""
    return version / "scores" / f"{as_of.isoformat()}-{code_hash()}"


def load(version: Path, as_of: date, stem: str) -> Scores | None:
    """What ``stem`` found, or None where it hasn't been made yet; what isn't as it was written is removed."""
    place = folder(version, as_of) / stem
    try:
        files = {file.name: file.read_bytes() for file in sorted(place.iterdir())}
    except FileNotFoundError:
        return None
    if files.pop(_SUMS, b"") != _sums(files):
        shutil.rmtree(place, ignore_errors=True)
        return None
    facts = json.loads(files.pop(_FACTS))
    return Scores({Path(name).stem: pd.read_parquet(BytesIO(content)) for name, content in files.items()}, facts)


def save(version: Path, as_of: date, stem: str, scores: Scores) -> None:
    """Keeps ``scores``; whoever writes first wins, and a reader never sees half of them.

    Raises:
        OSError: the version was taken back meanwhile, or can't be written to.
    """
    if not version.is_dir():
        raise FileNotFoundError(version)
    place = folder(version, as_of) / stem
    making = place.with_name(f"making-{stem}-{os.getpid()}")
    try:
        making.mkdir(parents=True, exist_ok=True)
        for name, table in scores.tables.items():
            table.to_parquet(making / f"{name}.parquet", index=False)
        (making / _FACTS).write_text(json.dumps(plain(scores.facts)), encoding="utf-8")
        (making / _SUMS).write_bytes(_sums({file.name: file.read_bytes() for file in making.iterdir()}))
        making.rename(place)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        if not place.exists():
            raise


def _sums(files: Mapping[str, bytes]) -> bytes:
    """A line for each file with its SHA-256, by name."""
    return "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def plain(value: Any) -> Any:
    """Facts as JSON can hold them: numbers of numpy become Python's, days ISO texts."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
