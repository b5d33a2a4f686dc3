"""The moments at which a child is killed: after a while, or as soon as it has got so far."""

import os
import signal
import subprocess
import time
from collections.abc import Callable

from tests.faults.children import Child
from tests.faults.company import Company

GIVE_UP_SECONDS = 300
STEPS = ("the copy", "the seal", "the finished folder", "the pointer", "the confirmation")
"""How far a writer is, told by what is on the disk."""

IN_TIME = "acknowledged_before_it"
"""What came of a call that had ended before its kill, and so doesn't count as one."""


def kill_at(
    process: Child | subprocess.Popen[bytes], moment: Callable[[], bool], patience: float = GIVE_UP_SECONDS
) -> None:
    """Kills as soon as ``moment`` has come; a process that has ended by then is left alone."""
    until = time.perf_counter() + patience
    while process.poll() is None and time.perf_counter() < until and not moment():
        time.sleep(0.0005)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)


def after(seconds: float) -> Callable[[], bool]:
    until = time.perf_counter() + seconds
    return lambda: time.perf_counter() >= until


def during(company: Company, what: str, linger: float) -> Callable[[], bool]:
    """The moment at which a certain file comes to be, and ``linger`` seconds more."""
    space, number = company.workspace.path, max(company.workspace.versions(), default=0)
    seen: list[float] = []

    def is_there() -> bool:
        making = [*(space / "versions").glob("making-*")]
        return {
            "the copy": lambda: bool(making),
            "the finished folder": lambda: any(int(path.name) > number for path in (space / "versions").glob("[0-9]*")),
            "the seal": lambda: any((path / "seal.json").exists() for path in making),
            "the pointer": lambda: (space / "current.new").exists(),
            "the confirmation": lambda: (company.workspace.versions() or [0])[-1] > number,
        }[what]()

    def moment() -> bool:
        if not seen and is_there():
            seen.append(time.perf_counter())
        return bool(seen) and time.perf_counter() - seen[0] >= linger

    return moment
