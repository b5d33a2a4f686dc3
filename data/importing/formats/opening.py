"""Opens a file of any kind that is read: its tables as rows of cells."""

import codecs
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from data.errors import UnreadableFile
from data.importing.contents import Kind
from data.importing.files import Upload
from data.importing.formats import delimited, encodings, jsonlines, parquet, webpages, workbooks
from data.importing.formats.raw import Doubt, Raw
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
    doubts: tuple[Doubt, ...]
    try:
        encoded = encodings.find(upload.path, upload.name, said.encoding)
        path, title, doubts = encodings.as_utf8(upload.path, copy, encoded), encoded.title, encoded.doubts
    except UnreadableFile as error:
        if not is_tolerant or error.values.get("code") not in _BROKEN:
            raise
        codec = str(error.values.get("codec", "utf-8"))
        path, title = _mended(upload.path, copy, codec), f"{encodings.title(codec)}, broken"
        doubts = (_told(error),)
    raw = delimited.raw(path, upload.name, said, {"encoding": title})
    return [replace(raw, doubts=(*doubts, *raw.doubts))]


def _told(error: UnreadableFile) -> Doubt:
    """What an import would refuse a file for, as a doubt about what is shown of it all the same."""
    values = {name: value for name, value in error.values.items() if name not in ("code", "file", "line", "count")}
    return Doubt(error.values["code"], "refuse", error.values.get("line"), values=values)


def _mended(path: Path, target: Path, codec: str) -> Path:
    """A copy in UTF-8 of a text in no single encoding, without zero bytes.

    Each line is UTF-8 or, where it isn't, in ``codec``; Windows-1252 for what isn't UTF-8 where most lines are.
    """
    other = "cp1252" if codec == "utf-8" else codec
    lines = (
        _decoded(line, other) for line in path.read_bytes().removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)
    )
    target.write_text("".join(lines).replace("\x00", ""), encoding="utf-8", newline="")
    return target


def _decoded(line: bytes, other: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(other, errors="replace")
