"""The pointer: a file of one line, ``42 0f3a…``, that names the version in force with the mark of its seal.

With the mark a torn line, or the pointer of another workspace, is never taken for a good one.
"""

import re
from pathlib import Path

from data import disk
from data.errors import WorkspaceError

_LINE = re.compile(r"\A(?P<number>[0-9]{1,9})(?: (?P<mark>[0-9a-f]{16}))?\n\Z")
_MOST_BYTES = 64


class Pointer:
    """The pointer file of a workspace."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def text(self) -> str | None:
        """What it says, whatever that is; None where there is none.

        Raises:
            WorkspaceError: it can't be read.
        """
        try:
            with self.path.open("rb") as file:
                return file.read(_MOST_BYTES).decode("utf-8", "replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise WorkspaceError(
                "{file} can't be read: {reason}. Check that the workspace is a folder and that you may read it.",
                file=self.path,
                reason=error.strerror,
            ) from error

    def named(self) -> int | None:
        """The number that it holds, be that version there or not; None where it is missing or torn."""
        found = parsed(self.text() or "")
        return found[0] if found else None

    def write(self, number: int | None, mark: str = "") -> None:
        """Names another version at once and for good; None: no version."""
        if number is None:
            self.path.unlink(missing_ok=True)
            disk.sync(self.path.parent)
        else:
            disk.replace(self.path, f"{number} {mark}".rstrip() + "\n")

    def leftovers(self) -> list[Path]:
        """What an interrupted writer of it left behind."""
        return list(self.path.parent.glob(f"{self.path.name}.*"))


def parsed(text: str) -> tuple[int, str] | None:
    """The number and the mark of a pointer's line; None where it is torn."""
    match = _LINE.match(text)
    return (int(match["number"]), match["mark"] or "") if match else None
