"""Opens a file of any kind that is read: its tables as rows of cells."""

from data.importing.files import Upload
from data.importing.formats import delimited
from data.importing.formats.raw import Raw
from data.importing.mapping import Read


def is_text(upload: Upload) -> bool:
    """Whether the file is delimited text."""
    return True


def opened(upload: Upload, said: Read, *, is_tolerant: bool = False) -> list[Raw]:
    """The sheets of a file; a ``is_tolerant`` reading shows what it can where bytes are broken.

    Raises:
        UnreadableFile: the file can't be read.
    """
    return [delimited.raw(upload.path, upload.name, said, {"encoding": "UTF-8"})]
