"""What a file is, told by its content: names lie (HTML named .xls, a workbook named .csv), bytes don't."""

import json
import mmap
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["text", "toml", "xlsx", "xlsb", "xls", "ods", "html", "parquet", "jsonlines", "zip", "gz", "other"]
"""What files are: text of any separator and encoding, formats with cells, archives, and what is no table."""

SPREADSHEET = "Save it as “CSV UTF-8” and import that."
_TABLE = "Export the table itself as CSV."
_UNPACK = "Unpack it and import what is in it."
_SIGN_IN = "Perhaps the export had ended at a sign-in page: sign in, export again."
_START = 4096
_CHUNK = 1024 * 1024
_LONGEST_RECORD = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Content:
    """What a file is: its kind, the same in words, and what to do where it can't be read."""

    kind: Kind
    words: str
    remedy: str


TEXT = Content("text", "a text file", "")
_TOML = Content("toml", "a TOML file", "")
_PLAIN_ZIP = Content("zip", "a zip archive", _UNPACK)
_PARQUET = Content("parquet", "a Parquet file", "Export the table as CSV.")
_WEB_TABLE = Content("html", "a web page (HTML)", "Export the table as CSV.")
_RECORDS = Content("jsonlines", "a JSON file", "Export the table as CSV.")

_MAGIC: tuple[tuple[bytes, Content], ...] = (
    (b"%PDF-", Content("other", "a PDF document", _TABLE)),
    (b"\x89PNG", Content("other", "a picture (PNG)", _TABLE)),
    (b"\xff\xd8\xff", Content("other", "a picture (JPEG)", _TABLE)),
    (b"GIF8", Content("other", "a picture (GIF)", _TABLE)),
    (b"\x1f\x8b", Content("gz", "a gzip archive", _UNPACK)),
    (b"7z\xbc\xaf", Content("other", "a 7-Zip archive", _UNPACK)),
    (b"Rar!", Content("other", "a RAR archive", _UNPACK)),
    (b"BZh", Content("other", "a bzip2 archive", _UNPACK)),
    (b"\xfd7zXZ\x00", Content("other", "an xz archive", _UNPACK)),
    (b"\x28\xb5\x2f\xfd", Content("other", "a Zstandard archive", _UNPACK)),
    (b"SQLite format 3\x00", Content("other", "an SQLite database", "Export its tables as CSV.")),
    (b"\x00\x01\x00\x00Standard ", Content("other", "an Access database", "Export its tables as CSV.")),
    (b"{\\rtf", Content("other", "a text document (RTF)", _TABLE)),
    (b"MIME-Version:", Content("html", "a web page kept as one file (MHTML)", SPREADSHEET)),
)
_ZIPPED: tuple[tuple[str, Content], ...] = (
    ("xl/workbook.xml", Content("xlsx", "an Excel workbook", SPREADSHEET)),
    ("xl/workbook.bin", Content("xlsb", "an Excel workbook (XLSB)", SPREADSHEET)),
    ("word/document.xml", Content("other", "a Word document", _TABLE)),
    ("ppt/presentation.xml", Content("other", "a PowerPoint presentation", _TABLE)),
    ("Index/Document.iwa", Content("other", "an Apple Numbers file", "Export it to CSV in Numbers.")),
)
_OLD_OFFICE: tuple[tuple[str, Content], ...] = (
    ("EncryptedPackage", Content("other", "a workbook locked with a password", "Save it without the password.")),
    ("Workbook", Content("xls", "an old Excel workbook", SPREADSHEET)),
    ("Book", Content("xls", "an old Excel workbook", SPREADSHEET)),
    ("WordDocument", Content("other", "an old Word document", _TABLE)),
    ("PowerPoint Document", Content("other", "an old PowerPoint presentation", _TABLE)),
)
_HTML_STARTS = ("<!doctype html", "<html", "<head", "<meta", "<body", "<table", "<style", "<div", "<!--")
_TABLE_ROW = re.compile(rb"<table\b.*?<tr\b", re.IGNORECASE | re.DOTALL)
_PASSWORD = re.compile(rb"type\s*=\s*[\"']?password", re.IGNORECASE)
_FLAT_DOCUMENT = "urn:oasis:names:tc:opendocument"
_WORKBOOK_XML = "urn:schemas-microsoft-com:office:spreadsheet"


def look(path: Path, name: str) -> Content:
    """What the file at ``path`` is; ``name`` decides only between files that look alike."""
    with path.open("rb") as file:
        start = file.read(_START)
    for magic, content in _MAGIC:
        if start.startswith(magic):
            return content
    if start[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zipped(path)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _old_office(path)
    if start.startswith(b"PAR1"):
        return _PARQUET
    if start[257:262] == b"ustar":
        return Content("other", "a tar archive", _UNPACK)
    other = _TOML if name.lower().endswith(".toml") else _json(path, name, start) or TEXT
    return _markup(path, start) or other


def _zipped(path: Path) -> Content:
    """What a zip archive is; one that can't be opened is told when it is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:100] if {"mimetype", "content.xml"} <= names else b""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error):
        return _PLAIN_ZIP
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return Content("ods", "an OpenDocument spreadsheet", SPREADSHEET)
    if kind:
        return Content("other", "an OpenDocument file", _TABLE)
    return next((content for member, content in _ZIPPED if member in names), _PLAIN_ZIP)


def _old_office(path: Path) -> Content:
    """What a file of the office programs before 2007 is: told by the first of its streams that has a known name."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        places = {stream: data.find(f"\x00{stream}\x00".encode("utf-16-le")[1:]) for stream, _ in _OLD_OFFICE}
    found = {stream: place for stream, place in places.items() if place >= 0}
    if not found:
        return Content("other", "an old Excel or Office file", SPREADSHEET)
    return dict(_OLD_OFFICE)[min(found, key=lambda stream: found[stream])]


def _markup(path: Path, start: bytes) -> Content | None:
    """What a file of tags is; None for any other."""
    text = _plain(start)
    is_xml = text.startswith("<?xml")
    if text.startswith(_HTML_STARTS) or (is_xml and "<html" in text):
        if _holds(path, _PASSWORD) or not _holds(path, _TABLE_ROW):
            return Content("other", "a web page (HTML) without a table", _SIGN_IN)
        return _WEB_TABLE
    if is_xml and _WORKBOOK_XML in text:
        return Content("xls", "an Excel workbook written as XML", SPREADSHEET)
    if is_xml and _FLAT_DOCUMENT in text:
        return Content("ods", "an OpenDocument spreadsheet", SPREADSHEET)
    return Content("other", "an XML file", "Export the table as CSV.") if is_xml else None


def _json(path: Path, name: str, start: bytes) -> Content | None:
    """What a JSON file is: records, one in each line or all in a list, or something else; None for any other file."""
    text = _plain(start)
    if re.match(r"\[\s*\{", text):
        return _RECORDS
    if re.match(r'\{\s*["}]', text):
        records = _first_lines(path)
        is_named = name.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson"))
        if all(map(_is_record, records)) and len(records) >= (1 if is_named else 2):
            return _RECORDS
    elif not re.match(r'\[\s*(\]|\[\s*["\d-])', text):
        return None
    return Content("other", "a JSON file that is no list of records", "Export the table as CSV.")


def _is_record(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _first_lines(path: Path) -> list[bytes]:
    """The first two lines that aren't blank."""
    found: list[bytes] = []
    with path.open("rb") as file:
        while len(found) < 2 and (line := file.readline(_LONGEST_RECORD)):
            found += [line.removeprefix(b"\xef\xbb\xbf")] if line.strip() else []
    return found


def _plain(start: bytes) -> str:
    """The beginning in lower case, without a mark and blanks before it, also of UTF-16 that is mostly ASCII."""
    text = start.replace(b"\x00", b"").decode("latin-1")
    return re.sub(r"^(ï»¿|ÿþ|þÿ)", "", text).lstrip().lower()


def _holds(path: Path, pattern: re.Pattern[bytes]) -> bool:
    return any(pattern.search(piece) for piece in _pieces(path))


def _pieces(path: Path) -> Iterator[bytes]:
    """The file in pieces that overlap, without the zero bytes of UTF-16."""
    before = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            piece = before + chunk.replace(b"\x00", b"")
            yield piece
            before = piece[-_START:]
