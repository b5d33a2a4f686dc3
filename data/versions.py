"""The folder of a workspace's versions: what each entry in it is, and how one comes and goes in single steps.

making-000042    a version in the making; nobody sees it
000042           a finished one; with ``unconfirmed`` in it until the pointer has named it
undone-000042    taken back: whatever is left of that number is no version, and the number isn't given again
removing-000042  on its way out
damaged-000042   failed its check when it was taken back; set aside
"""

import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from data import disk, sealing

DATABASES = ("main.duckdb", "pay.duckdb")
_UNCONFIRMED, _KEPT, _FIRST = "unconfirmed", "kept", "first"
_ENTRY = re.compile(r"(?P<state>|making-|undone-|removing-|damaged-)(?P<number>[0-9]{6,9})")


class Versions:
    """The folder ``versions`` of a workspace; whoever changes it holds the writer's lock."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def folder(self, number: int) -> Path:
        """The folder of a finished version."""
        return self.path / f"{number:06d}"

    def making(self, number: int) -> Path:
        """The folder of a version in the making."""
        return self.path / f"making-{number:06d}"

    def finished(self, named: int | None) -> list[int]:
        """The numbers of all versions, oldest first: those that the pointer has named, now (``named``) or before."""
        return [number for number in self._numbers("") if number == named or self._is_finished(number)]

    def next_number(self) -> int:
        """One past every number ever given: caches and open readers know a version by its number."""
        return max((number for _, number, _ in self._entries()), default=0) + 1

    def leftovers(self) -> list[Path]:
        """What can't be a version, whatever the pointer names."""
        return [path for state, _, path in self._entries() if state in ("making-", "removing-")]

    def unnamed(self, named: int | None) -> list[Path]:
        """Versions that the pointer never came to name, or that were taken back and not removed yet."""
        kept = self.finished(named)
        return [self.folder(number) for number in self._numbers("") if number not in kept]

    def damaged(self) -> list[Path]:
        """The damaged versions that were set aside when they were taken back."""
        return [path for state, _, path in self._entries() if state == "damaged-"]

    def made_from(self, number: int) -> int | None:
        """The version that one was made from; None: from nothing."""
        seal = sealing.read(self.folder(number))
        if seal:
            return seal.before
        return None if (self.folder(number) / _FIRST).exists() else number - 1

    def finish(self, number: int, before: int | None) -> None:
        """Seals the version in the making, writes it to the disk for good and gives it its name, unconfirmed."""
        making = self.making(number)
        sealing.write(making, number, before, DATABASES)
        (making / _UNCONFIRMED).touch()
        disk.sync_tree(making)
        making.replace(self.folder(number))
        disk.sync(self.path)

    def confirm(self, number: int) -> None:
        """Notes that the pointer names a version. Where that can't be written, the next writer does."""
        with suppress(OSError):
            self._undone(number).unlink(missing_ok=True)
            (self.folder(number) / _UNCONFIRMED).unlink(missing_ok=True)
            disk.sync(self.folder(number))

    def take_back(self, numbers: Iterable[int]) -> None:
        """Notes that versions are none any more, before the pointer leaves them."""
        for number in numbers:
            self._undone(number).touch()
        disk.sync(self.path)

    def remove(self, number: int) -> None:
        """Removes a version; where it is open and the system keeps it, the next writer does."""
        leaving = self.path / f"removing-{number:06d}"
        shutil.rmtree(leaving, ignore_errors=True)
        with suppress(OSError):
            self.folder(number).replace(leaving)
            shutil.rmtree(leaving, ignore_errors=True)

    def put_aside(self, number: int) -> None:
        """Keeps what is left of a damaged version under another name."""
        with suppress(OSError):
            self.folder(number).replace(self.path / f"damaged-{number:06d}")

    def keep(self, number: int) -> None:
        """Keeps a version for good, as a closed month's is."""
        (self.folder(number) / _KEPT).touch()
        disk.sync(self.folder(number))

    def forget(self, named: int, most: int) -> None:
        """Removes all but the newest ``most`` versions and those kept for good."""
        numbers = self.finished(named)
        for number in numbers[:-most]:
            if not (self.folder(number) / _KEPT).exists():
                self.remove(number)
        for state, number, path in self._entries():
            if state == "damaged-" and number < numbers[-most:][0]:
                shutil.rmtree(path, ignore_errors=True)

    def _entries(self) -> list[tuple[str, int, Path]]:
        """Every entry whose name says what it is: (state, number, path), oldest first."""
        if not self.path.is_dir():
            return []
        named = ((_ENTRY.fullmatch(path.name), path) for path in self.path.iterdir())
        found = [(match["state"], int(match["number"]), path) for match, path in named if match]
        return sorted(found, key=lambda entry: (entry[1], entry[0]))

    def _numbers(self, state: str) -> list[int]:
        return [number for found, number, path in self._entries() if found == state and path.is_dir()]

    def _is_finished(self, number: int) -> bool:
        folder = self.folder(number)
        is_open = self._undone(number).exists() or (folder / _UNCONFIRMED).exists()
        return not is_open and any((folder / name).exists() for name in (*DATABASES, sealing.FILE))

    def _undone(self, number: int) -> Path:
        return self.path / f"undone-{number:06d}"
