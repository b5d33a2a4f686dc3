"""Spoilt exports, thousands of them: each is taken or refused with a reason, and a refusal changes nothing.

``FUZZ_COUNT`` says how many (10,000), ``FUZZ_SEED`` from which seed on (0), ``FUZZ_FOLDER`` where the files that
broke something are kept (build/fuzz).
"""

import hashlib
import json
import multiprocessing
import os
import shutil
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from data.errors import HaldurError
from data.importing import ImportOptions, import_batch
from data.sample import write
from data.store import Workspace
from tests.fuzz.mutating import formats, mutated

PATIENCE_SECONDS = 10
"""How much of a processor's time an import of a small file may take."""

_SILENCE_SECONDS = 60
"""How long a process may say nothing before it is ended: a busy machine makes a quick one wait."""

_TODAY = date(2026, 6, 30)


def test_no_spoilt_file_breaks_an_import(tmp_path, capsys):
    first, count = int(os.environ.get("FUZZ_SEED", "0")), int(os.environ.get("FUZZ_COUNT", "10000"))
    kept = Path(os.environ.get("FUZZ_FOLDER", "build/fuzz"))
    sample, pristine = _prepared(tmp_path)
    outcomes: Counter[str] = Counter()
    broken: list[str] = []
    for seed, outcome, told in _outcomes(tmp_path, sample, pristine, range(first, first + count)):
        outcomes[outcome] += 1
        if told:
            broken.append(f"seed {seed}: {outcome}\n{told}")
            _keep(kept, sample, seed, broken[-1])
    with capsys.disabled():
        print(f"\n{sum(outcomes.values())} spoilt files, seeds {first} to {first + count - 1}")
        for outcome, number in outcomes.most_common():
            print(f"{number:7} {outcome}")
    assert not broken, "\n".join(broken[:20])


def _prepared(folder: Path) -> tuple[Path, Path]:
    """The sample's files and a workspace that holds them."""
    sample, pristine = folder / "sample", folder / "pristine"
    write(sample, clients=60)
    report = import_batch(Workspace(pristine), [sample], ImportOptions(today=_TODAY), store=True)
    assert report.stored
    return sample, pristine


def _keep(kept: Path, sample: Path, seed: int, told: str) -> None:
    name, content = mutated(formats(sample), seed)
    folder = kept / str(seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    (folder / "what.txt").write_text(told, encoding="utf-8")


def _outcomes(folder: Path, sample: Path, pristine: Path, seeds: range) -> Iterator[tuple[int, str, str]]:
    """For each seed what came of it, and what broke, '' if nothing did: a process of its own, ended where it hangs."""
    spawn = multiprocessing.get_context("spawn")
    following = seeds.start
    while following < seeds.stop:
        ours, theirs = spawn.Pipe()
        process = spawn.Process(
            target=_work, args=(theirs, folder, sample, pristine, following, seeds.stop), daemon=True
        )
        process.start()
        theirs.close()
        while following < seeds.stop:
            try:
                answer = ours.recv() if ours.poll(_SILENCE_SECONDS) else ("hang", "no answer")
            except EOFError:
                answer = ("death", "the process ended")
            yield following, *answer
            following += 1
            if answer[1] in ("no answer", "the process ended"):
                break
        process.kill()
        process.join()


def _work(answers: Connection, folder: Path, sample: Path, pristine: Path, first: int, stop: int) -> None:
    warnings.simplefilter("error")
    files = formats(sample)
    space, uploads = folder / "space", folder / "uploads"
    before = None
    for seed in range(first, stop):
        if before is None:
            shutil.rmtree(space, ignore_errors=True)
            shutil.copytree(pristine, space)
            before = _fingerprint(space)
        path, begun = _written(uploads, *mutated(files, seed)), time.process_time()
        outcome, told = _outcome(space, path)
        if (taken := time.process_time() - begun) > PATIENCE_SECONDS:
            outcome, told = "hang", f"{taken:.1f} s"
        if _fingerprint(space) != before:
            told = told if outcome == "stored" else told or "the store has changed"
            before = None
        answers.send((outcome, told))


def _written(uploads: Path, name: str, content: bytes) -> Path:
    shutil.rmtree(uploads, ignore_errors=True)
    uploads.mkdir(parents=True)
    path = uploads / name
    path.write_bytes(content)
    return path


def _outcome(space: Path, path: Path) -> tuple[str, str]:
    """What an import says, and the traceback of what it shouldn't have raised."""
    try:
        report = import_batch(Workspace(space), [path], ImportOptions(today=_TODAY), store=True)
        json.dumps(report.as_json(), default=str).encode("utf-8")
    except HaldurError as error:
        return f"raised {type(error).__name__}", ""
    except Exception:
        return "traceback", traceback.format_exc()
    if report.stored and any(not fault.choices for fault in report.rejects):
        return "stored", "stored although rows are refused"
    codes = sorted({fault.code for fault in report.rejects})
    return ("stored", "") if report.stored else (f"refused: {codes[0] if codes else 'without a reason'}", "")


def _fingerprint(space: Path) -> str:
    """A hash over the pointer and every stored byte."""
    digest = hashlib.sha256()
    for path in sorted(entry for entry in space.rglob("*") if entry.is_file()):
        digest.update(str(path.relative_to(space)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
