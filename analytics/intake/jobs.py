"""Long work in a child process: started by a page, followed by its progress, ended by a click.

A job is one call of the command line with ``--json --progress FILE``. Its folder holds what it says
(``report.json``), what went wrong (``errors.txt``) and how far it is (``progress.json``), so the server
stays small and answers others meanwhile, and ending the process ends the work.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.words import _
from data import working
from data.errors import WorkspaceError
from data.store import Workspace

CANCELLED = -1
_PATIENCE_SECONDS, _LAST_SECONDS = 3.0, 60.0
"""How long a job asked to end may take, and how long one whose batch has come in force, on a busy disk."""
_ASK, _END = signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: the step in words, the share done, 0 to 1, and the rows read in a second so far."""

    step: str = ""
    share: float = 0.0
    pace: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended: its exit status, the object that it printed (if any), and what it said on errors."""

    status: int
    report: dict[str, Any] | None
    message: str


@dataclass(slots=True)
class Job:
    """One running or ended child process; ``before`` is the version that was in force when it began."""

    process: subprocess.Popen[bytes]
    folder: Path
    workspace: Path
    before: int | None = None
    cancelled: bool = False

    def progress(self) -> Progress:
        """How far it is; the beginning, as long as it has said nothing."""
        found = _read_json(self.folder / "progress.json")
        if not found:
            return Progress()
        return Progress(str(found.get("step", "")), float(found.get("share", 0.0)), int(found.get("pace", 0)))

    def is_running(self) -> bool:
        """Whether it is still at work."""
        return self.process.poll() is None

    def cancel(self) -> None:
        """Ends the process with all that it started, and removes the version that it was making.

        One whose batch is in force already isn't ended any more: its outcome is that of any other.
        """
        if self.is_running():
            _end(self.process, self._has_changed)
            self.cancelled = self._report() is None and not self._is_untold()
            _fresh(self.folder / "progress.json").unlink(missing_ok=True)
        _tidy(Workspace(self.workspace))

    def outcome(self) -> Outcome:
        """What came of it; waits for its end.

        The message is empty after success; after a cancellation the status is ``CANCELLED``.
        """
        status = self.process.wait()
        if self.cancelled:
            return Outcome(CANCELLED, None, "")
        said = (self.folder / "errors.txt").read_text(encoding="utf-8", errors="replace").strip()
        if self._is_untold():
            said = _("What was imported or taken back is so nevertheless; “history” lists it.")
            return Outcome(status, {"error": said}, said)
        return Outcome(status, self._report(), said)

    def _report(self) -> dict[str, Any] | None:
        """What it has printed, once that is whole."""
        return _read_json(self.folder / "report.json")

    def _has_changed(self) -> bool:
        """Whether another version is in force than when it began."""
        with suppress(WorkspaceError):
            return Workspace(self.workspace).number() != self.before
        return False

    def _is_untold(self) -> bool:
        """Whether it was ended without a word when its batch may have come in force already."""
        return self.process.returncode == -_END and self._report() is None and self._has_changed()


def start(arguments: Sequence[str], folder: Path, workspace: Path) -> Job:
    """Starts ``python -m analytics`` with ``arguments`` (verb first) on ``workspace``.

    Args:
        arguments: the verb and its own words; the workspace and the two ways of reporting are added.
        folder: where the job keeps its files; made if need be.
        workspace: the workspace that it works on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "progress.json").unlink(missing_ok=True)
    own = ["--workspace", str(workspace), "--json", "--progress", str(folder / "progress.json")]
    command = [sys.executable, "-m", "analytics", *arguments[:1], *own, *arguments[1:]]
    before = None
    with suppress(WorkspaceError):
        before = Workspace(workspace).number()
    with (folder / "report.json").open("wb") as said, (folder / "errors.txt").open("wb") as wrong:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=wrong,
            cwd=Path(__file__).resolve().parents[2],
            start_new_session=True,
        )
    return Job(process, folder, workspace, before)


def write_progress(path: Path, step: str, share: float, pace: int = 0) -> None:
    """Tells whoever follows the file ``path`` how far the work is; a reader never sees half of it.

    ``pace`` is the rows read in a second, 0 where there is none to tell.
    """
    fresh = _fresh(path)
    fresh.write_text(json.dumps({"step": step, "share": round(share, 3), "pace": pace}), encoding="utf-8")
    fresh.replace(path)


def _fresh(path: Path) -> Path:
    """What a file is written as before it takes the place of the one before."""
    return path.with_name(path.name + ".new")


def _end(process: subprocess.Popen[bytes], is_in_force: Callable[[], bool]) -> None:
    """Asks the process group to end, and after some seconds ends it without asking; what is in force may finish."""
    _signal(process, _ASK)
    if _has_ended(process, _PATIENCE_SECONDS) or (is_in_force() and _has_ended(process, _LAST_SECONDS)):
        return
    _signal(process, _END)
    process.wait()


def _has_ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Waits for the end of a process, so long at most."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    return process.returncode is not None


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if os.name == "nt":
        process.terminate()
        return
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def _tidy(workspace: Workspace) -> None:
    """Removes what the ended writer left; another that writes now has done so itself."""
    working.sweep()
    try:
        with workspace.writing():
            workspace.sweep()
    except WorkspaceError:
        return


def _read_json(path: Path) -> dict[str, Any] | None:
    if not path.exists():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None
