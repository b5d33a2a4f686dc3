"""Calls of the program as processes of their own that can be killed, forked from one that has loaded its libraries.

Loading them takes longer than the import of a small batch: so most random moments fall into its work. The one they
are forked from has no thread and no database.
"""

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

_LOADED = [
    "analytics.commandline",
    "data.importing",
    "splink",
    "scipy.stats",
    "sklearn.linear_model",
    "sklearn.metrics",
    "pytest",
]
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload([*_LOADED, __name__])


class Child:
    """One call at work, with the members of ``subprocess.Popen`` that the tests use; what it says goes to files
    in the system's own temporary folder, which no test fills."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="said-"))
        self._files = (self._folder / "out", self._folder / "err")
        self._process = _PROCESSES.Process(target=_call, args=(list(arguments), dict(environment), *self._files))
        self._process.start()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    def poll(self) -> int | None:
        """The exit status once it has ended, less than zero after a signal."""
        return self._process.exitcode

    @property
    def returncode(self) -> int | None:
        """The same."""
        return self._process.exitcode

    def communicate(self) -> tuple[bytes, bytes]:
        """Waits for its end; what it said, and what it said on errors."""
        self._process.join()
        said, wrong = (file.read_bytes() if file.exists() else b"" for file in self._files)
        shutil.rmtree(self._folder)
        return said, wrong


def _call(arguments: list[str], environment: dict[str, str], said: Path, wrong: Path) -> None:
    from analytics.commandline import main

    os.environ.update(environment)
    tempfile.tempdir = None
    with said.open("w") as out, wrong.open("w") as err, redirect_stdout(out), redirect_stderr(err):
        status = main(arguments)
    os._exit(status)
