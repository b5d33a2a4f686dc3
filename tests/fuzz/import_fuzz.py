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
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from typing import Literal, get_args

from data.errors import HaldurError
from data.importing import ImportOptions, import_batch
from data.sample import write
from data.store import Workspace
from tests.fuzz.mutating import formats, mutated

PATIENCE_SECONDS = 10
"""How much of a processor's time an import of a small file may take."""

_SILENCE_SECONDS = 60
"""How long a process may say nothing before it is ended: a busy machine makes a quick one wait."""

_TOLD_EVERY = 250
"""After how many files a long run says how far it is."""

_TODAY = date(2026, 6, 30)


Finding = Literal["", "traceback", "hang", "death", "store changed", "stored in spite of refused rows"]


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one spoilt file: its format, what the import said, what broke, processor seconds."""

    seed: int
    ending: str
    outcome: str
    finding: Finding = ""
    told: str = ""
    seconds: float = 0.0


def test_no_spoilt_file_breaks_an_import(tmp_path, capsys):
    first, count = int(os.environ.get("FUZZ_SEED", "0")), int(os.environ.get("FUZZ_COUNT", "10000"))
    kept = Path(os.environ.get("FUZZ_FOLDER", "build/fuzz"))
    sample, pristine = _prepared(tmp_path)
    found: list[Came] = []
    for came in _all_outcomes(tmp_path, sample, pristine, range(first, first + count)):
        found.append(came)
        if came.finding:
            _keep(kept, sample, came)
        if len(found) % _TOLD_EVERY == 0:
            with capsys.disabled():
                print(f"{len(found)} of {count}, findings {sum(bool(one.finding) for one in found)}", flush=True)
    found.sort(key=lambda came: came.seed)
    with capsys.disabled():
        print("\n" + _summary(found))
    broken = [f"seed {came.seed}: {came.finding}\n{came.told}" for came in found if came.finding]
    assert not broken, "\n".join(broken[:20])


def _summary(found: Sequence[Came]) -> str:
    """The whole run in lines: formats, outcomes with the reasons, findings, the slowest file."""
    groups = Counter(came.outcome.partition(":")[0] for came in found)
    findings = Counter(came.finding for came in found if came.finding)
    slowest = max(found, key=lambda came: came.seconds)
    lines = [f"{len(found)} spoilt files, seeds {found[0].seed} to {found[-1].seed}"]
    lines.append("formats: " + _counts(Counter(came.ending for came in found)))
    lines.append("outcomes: " + _counts(groups))
    lines += [f"{number:7} {outcome}" for outcome, number in Counter(came.outcome for came in found).most_common()]
    lines += [f"{finding}: {findings[finding]}" for finding in get_args(Finding) if finding]
    lines.append(f"slowest: {slowest.seconds:.2f} s of a processor (seed {slowest.seed}, {slowest.ending})")
    return "\n".join(lines)


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counter.most_common())


def _prepared(folder: Path) -> tuple[Path, Path]:
    """The sample's files and a workspace that holds them."""
    sample, pristine = folder / "sample", folder / "pristine"
    write(sample, clients=60)
    report = import_batch(Workspace(pristine), [sample], ImportOptions(today=_TODAY), store=True)
    assert report.stored
    return sample, pristine


def _keep(kept: Path, sample: Path, came: Came) -> None:
    name, content = mutated(formats(sample), came.seed)
    folder = kept / str(came.seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    (folder / "what.txt").write_text(f"{came.finding}\n{came.told}", encoding="utf-8")


def _all_outcomes(folder: Path, sample: Path, pristine: Path, seeds: range) -> Iterator[Came]:
    """What came of each seed, as it comes: every processor has seeds of its own."""
    workers = min(os.cpu_count() or 1, len(seeds))
    told: Queue[Came | None] = Queue()

    def tell(step: int) -> None:
        try:
            for came in _outcomes(folder / f"worker{step}", sample, pristine, seeds[step::workers]):
                told.put(came)
        finally:
            told.put(None)

    with ThreadPoolExecutor(workers) as pool:
        running = [pool.submit(tell, step) for step in range(workers)]
        ended = 0
        while ended < workers:
            came = told.get()
            ended += came is None
            if came is not None:
                yield came
        for one in running:
            one.result()


def _outcomes(folder: Path, sample: Path, pristine: Path, seeds: range) -> Iterator[Came]:
    """What came of each seed, in order: from a process of its own, ended where it hangs."""
    spawn = multiprocessing.get_context("spawn")
    left = seeds
    while left:
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_work, args=(theirs, folder, sample, pristine, left), daemon=True)
        process.start()
        theirs.close()
        while left:
            came = _answer(ours, left[0])
            yield came
            left = left[1:]
            if came.finding in ("hang", "death"):
                break
        process.kill()
        process.join()


def _answer(ours: Connection, seed: int) -> Came:
    try:
        return ours.recv() if ours.poll(_SILENCE_SECONDS) else Came(seed, "?", "broken", "hang", "no answer")
    except EOFError:
        return Came(seed, "?", "broken", "death", "the process ended")


def _work(answers: Connection, folder: Path, sample: Path, pristine: Path, seeds: range) -> None:
    """Imports one spoilt file after the other and sends what came of each."""
    warnings.simplefilter("error")
    files = formats(sample)
    space, uploads = folder / "space", folder / "uploads"
    before = None
    for seed in seeds:
        if before is None:
            shutil.rmtree(space, ignore_errors=True)
            shutil.copytree(pristine, space)
            before = _fingerprint(space)
        path, begun = _written(uploads, *mutated(files, seed)), time.process_time()
        outcome, finding, told = _outcome(space, path)
        seconds = time.process_time() - begun
        has_changed = _fingerprint(space) != before
        if not finding and has_changed and outcome != "accepted":
            finding, told = "store changed", outcome
        if not finding and seconds > PATIENCE_SECONDS:
            finding, told = "hang", f"{seconds:.1f} s"
        before = None if has_changed else before
        answers.send(Came(seed, path.name.partition(".")[2], outcome, finding, told, seconds))


def _written(uploads: Path, name: str, content: bytes) -> Path:
    shutil.rmtree(uploads, ignore_errors=True)
    uploads.mkdir(parents=True)
    path = uploads / name
    path.write_bytes(content)
    return path


def _outcome(space: Path, path: Path) -> tuple[str, Finding, str]:
    """What an import says; what broke, with the traceback of what it shouldn't have raised."""
    try:
        report = import_batch(Workspace(space), [path], ImportOptions(today=_TODAY), store=True)
        json.dumps(report.as_json(), default=str).encode("utf-8")
    except HaldurError as error:
        return f"refused: raised {type(error).__name__}", "", ""
    except Exception:
        return "broken", "traceback", traceback.format_exc()
    refused = sorted({fault.code for fault in report.rejects if not fault.choices})
    if report.stored:
        return "accepted", "stored in spite of refused rows" if refused else "", ", ".join(refused)
    if refused:
        return f"refused: {refused[0]}", "", ""
    asked = sorted({fault.code for fault in report.rejects})
    return f"asked: {asked[0] if asked else 'nothing that can be told'}", "", ""


def _fingerprint(space: Path) -> str:
    """A hash over the pointer and every stored byte."""
    digest = hashlib.sha256()
    for path in sorted(entry for entry in space.rglob("*") if entry.is_file()):
        digest.update(str(path.relative_to(space)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
