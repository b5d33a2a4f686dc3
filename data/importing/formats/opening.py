"""Opens a file of any kind that is read: its tables as rows of cells."""

import codecs
from collections.abc import Callable, Mapping
from pathlib import Path

from data.errors import UnreadableFile
from data.importing.contents import Kind
from data.importing.files import Upload
from data.importing.formats import delimited, encodings, jsonlines, parquet, webpages, workbooks
from data.importing.formats.raw import Raw
from data.importing.mapping import Read

_BROKEN = ("mixed-encodings", "not-in-encoding", "nul-bytes")


_READERS: Mapping[Kind, Callable[[Path, str, Read], list[Raw]]] = {
    "xlsx": workbooks.raws,
    "xlsb": workbooks.raws,
    "xls": workbooks.raws,
    "ods": workbooks.raws,
    "html": webpages.raws,
    "parquet": parquet.raws,
    "jsonlines": jsonlines.raws,
}


def opened(upload: Upload, said: Read, *, is_tolerant: bool = False) -> list[Raw]:
    """The sheets of a file. A tolerant reading shows what it can where bytes are broken.

    Raises:
        UnreadableFile: the file can't be read.
    """
    if reader := _READERS.get(upload.kind):
        return reader(upload.path, upload.name, said)
    copy = upload.path.with_name(f"{upload.path.name}_utf8")
    try:
        encoded = encodings.find(upload.path, upload.name, said.encoding)
        path, title = encodings.as_utf8(upload.path, copy, encoded), encoded.title
    except UnreadableFile as error:
        if not is_tolerant or error.values.get("code") not in _BROKEN:
            raise
        path, title = _mended(upload.path, copy), "UTF-8, broken"
    return [delimited.raw(path, upload.name, said, {"encoding": title})]


def _mended(path: Path, target: Path) -> Path:
    """A copy in UTF-8 of a text in no single encoding: what isn't UTF-8 is taken for Windows-1252, zero bytes go."""
    text = path.read_bytes().decode("utf-8", errors="haldur-1252").replace("\x00", "")
    target.write_text(text, encoding="utf-8", newline="")
    return target


def _as_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    return broken.decode("cp1252", errors="replace"), error.end


codecs.register_error("haldur-1252", _as_1252)
