"""Exports spoilt at random: the sample's files in all formats, and what happens to files on their way."""

import codecs
import csv
import gzip
import html
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd

_ABOUT = ("docProps/core.xml", "meta.xml")
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?")
"""Where workbooks tell of themselves, and how they write when that was."""

_ROWS = 40
"""How many rows of a table the copies in other formats hold."""

_ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "cp1251", "cp1252", "cp1257", "iso8859-4",
              "iso8859-15", "koi8-r", "cp866", "cp775")  # fmt: skip
_WORDS = (
    "", "NaN", "-0", "1e999", "1.23E+16", "99999999999999999999999999", "0x1F", "٣", "½", "2026-02-30", "31.12.99999",
    "0000-00-00", "1.234", "1,5", "(12.00)", "€ 5", "50 %", "true", "NULL", "=1+1", "'", "\ufeff", "\u202ea", "😀",
    "\x00", "\x1a", "a" * 70_000, "{}", "{0}", "%s", "name'; drop table clients", "ß" * 300, "sep=;", "id", "total",
    "Ω\u0301",
)  # fmt: skip


def formats(folder: Path) -> dict[str, bytes]:
    """The files of a folder, each also in other formats and encodings, by file name."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in (".csv", ".toml"):
            found[path.name] = path.read_bytes()
        if path.suffix == ".csv":
            found |= _in_other_formats(path)
    return found


def _in_other_formats(path: Path) -> dict[str, bytes]:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, nrows=_ROWS)
    stem = path.stem
    text = frame.to_csv(index=False)
    made = {
        f"{stem}.csv.gz": gzip.compress(text.encode(), mtime=0),
        f"{stem}.zip": _zipped({f"{stem}.csv": text.encode()}),
        f"{stem}.jsonl": "".join(json.dumps(row) + "\n" for row in frame.to_dict("records")).encode(),
        f"{stem}.json": json.dumps(frame.to_dict("records")).encode(),
        f"{stem}.xls.html": _page(frame).encode(),
        f"{stem}.tsv": frame.to_csv(index=False, sep="\t").encode(),
        f"{stem}.semicolons.csv": ("sep=;\r\n" + frame.to_csv(index=False, sep=";", lineterminator="\r\n")).encode(),
        f"{stem}.quoted.csv": frame.to_csv(index=False, quoting=csv.QUOTE_ALL).encode(),
    }
    for ending, write in (("xlsx", _workbook("xlsxwriter")), ("ods", _workbook("odf")), ("parquet", _parquet)):
        made[f"{stem}.{ending}"] = write(frame)
    return made


def _workbook(engine: str) -> Callable[[pd.DataFrame], bytes]:
    def write(frame: pd.DataFrame) -> bytes:
        buffer = io.BytesIO()
        frame.head(10).to_excel(buffer, index=False, engine=engine)
        return _timeless(buffer.getvalue())

    return write


def _timeless(workbook: bytes) -> bytes:
    """A workbook without the moments of its writing, so that the same seed gives the same bytes at any time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename in _ABOUT:
                content = _MOMENT.sub(b"2026-01-01T00:00:00", content)
            new.writestr(zipfile.ZipInfo(entry.filename), content, entry.compress_type)
    return buffer.getvalue()


def _parquet(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False)
    return buffer.getvalue()


def _page(frame: pd.DataFrame) -> str:
    rows = [list(frame.columns), *frame.to_numpy().tolist()]
    cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows)
    return "<html><body><table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table></body></html>"


def _zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def mutated(files: Mapping[str, bytes], seed: int) -> tuple[str, bytes]:
    """One of the files after one to four accidents, the same for the same seed."""
    draw = random.Random(seed)
    plain = [name for name in files if name.count(".") == 1 and name.endswith((".csv", ".toml"))]
    name = draw.choice(plain if draw.random() < 0.6 else list(files))
    content = files[name]
    is_text = not name.endswith((".xlsx", ".ods", ".parquet", ".gz", ".zip"))
    for _ in range(draw.randint(1, 4)):
        accidents = _TO_TEXT if is_text and draw.random() < 0.7 else _TO_BYTES
        content = draw.choice(accidents)(content, draw)
    if is_text and draw.random() < 0.1:
        name, content = f"{name}.zip", _zipped({name: content})
        content = content[: draw.randint(1, len(content))] if draw.random() < 0.5 else content
    return name, content


Accident = Callable[[bytes, random.Random], bytes]


def _place(content: Sequence[object], draw: random.Random) -> tuple[int, int]:
    """Where a piece begins and ends: mostly a short one."""
    first = draw.randint(0, len(content))
    longest = draw.choice((4, 60, 2_000))
    return first, min(len(content), first + draw.randint(1, longest))


def _flip(content: bytes, draw: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.choice((1, 3, 30)) if changed else 0):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _cut_end(content: bytes, draw: random.Random) -> bytes:
    return content[: draw.randint(0, len(content))]


def _cut_out(content: bytes, draw: random.Random) -> bytes:
    first, last = _place(content, draw)
    return content[:first] + content[last:]


def _double(content: bytes, draw: random.Random) -> bytes:
    first, last = _place(content, draw)
    return content[:last] + content[first:last] * draw.choice((1, 1, 5)) + content[last:]


def _swap(content: bytes, draw: random.Random) -> bytes:
    first, middle, last = sorted(draw.randint(0, len(content)) for _ in range(3))
    return content[:first] + content[middle:last] + content[first:middle] + content[last:]


def _put_in(content: bytes, draw: random.Random) -> bytes:
    at = draw.randint(0, len(content))
    letters = draw.choice(
        (draw.randbytes(draw.randint(1, 40)), b"\x00", b'"', b"\r", b"\xff\xfe", b"\x1a", b"\xc3\x28")
    )
    return content[:at] + letters + content[at:]


def _to_lines(change: Callable[[list[bytes], random.Random], object]) -> Accident:
    """An accident to lines as one to bytes; ``change`` changes the list."""

    def accident(content: bytes, draw: random.Random) -> bytes:
        lines = content.splitlines(keepends=True)
        if lines:
            change(lines, draw)
        return b"".join(lines)

    accident.__name__ = change.__name__
    return accident


def _drop_lines(lines: list[bytes], draw: random.Random) -> None:
    first, last = _place(lines, draw)
    del lines[draw.choice((0, first)) : last]


def _merge_lines(lines: list[bytes], draw: random.Random) -> None:
    at = draw.randrange(len(lines))
    lines[at] = lines[at].rstrip(b"\r\n")


def _repeat_line(lines: list[bytes], draw: random.Random) -> None:
    lines.insert(draw.randint(0, len(lines)), lines[draw.choice((0, draw.randrange(len(lines))))])


def _break_line(lines: list[bytes], draw: random.Random) -> None:
    at = draw.randrange(len(lines))
    letter = draw.randint(0, len(lines[at]))
    lines[at] = lines[at][:letter] + draw.choice((b"\n", b"\r", b"\r\n", b"\n\n")) + lines[at][letter:]


def _put_sign(lines: list[bytes], draw: random.Random) -> None:
    at = draw.randrange(len(lines))
    letter = draw.randint(0, len(lines[at]))
    lines[at] = (
        lines[at][:letter] + draw.choice((b",", b'"', b";", b"\t", b"'", b"\\", b"|", b'""')) + lines[at][letter:]
    )


def _put_word(lines: list[bytes], draw: random.Random) -> None:
    at = draw.randrange(len(lines))
    cells = lines[at].rstrip(b"\r\n").split(b",")
    word = draw.choice(_WORDS).encode("utf-8", "surrogatepass")
    cells[draw.randrange(len(cells))] = draw.choice((word, b'"' + word + b'"'))
    lines[at] = b",".join(cells) + b"\n"


def _swap_columns(lines: list[bytes], draw: random.Random) -> None:
    width = lines[0].count(b",") + 1
    first, second = draw.randrange(width), draw.randrange(width)
    for at in range(draw.choice((1, len(lines)))):
        cells = lines[at].rstrip(b"\r\n").split(b",")
        if max(first, second) < len(cells):
            cells[first], cells[second] = cells[second], cells[first]
            lines[at] = b",".join(cells) + b"\n"


def _other_encoding(content: bytes, draw: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(draw.choice(_ENCODINGS), "replace")


def _mixed_encodings(lines: list[bytes], draw: random.Random) -> None:
    at = draw.randrange(len(lines))
    text = lines[at].decode("utf-8", "replace").rstrip("\r\n") + draw.choice(("ä", "Ж", "ž", "€")) + "\n"
    lines[at] = text.encode(draw.choice(_ENCODINGS), "replace")


def _other_separator(content: bytes, draw: random.Random) -> bytes:
    return content.replace(b",", draw.choice((b";", b"\t", b"|", b"  ", b" ", b",,")))


def _put_above(content: bytes, draw: random.Random) -> bytes:
    above = draw.choice(
        (b"Report\n\n", b"sep=;\n", b",,,\n", b"\n\n\n", codecs.BOM_UTF8, b"# made by hand\n", b"<html>", b"{")
    )
    return above + content


def _other_ends(content: bytes, draw: random.Random) -> bytes:
    return content.replace(b"\n", draw.choice((b"\r", b"\r\n", b"\r\r\n", b"\n\n")))


_TO_BYTES: tuple[Accident, ...] = (_flip, _cut_end, _cut_out, _double, _swap, _put_in)
_TO_TEXT: tuple[Accident, ...] = (
    *map(_to_lines, (_drop_lines, _merge_lines, _repeat_line, _break_line, _put_sign, _put_word, _put_word,
                     _swap_columns, _mixed_encodings)),
    _other_encoding, _other_separator, _put_above, _other_ends,
)  # fmt: skip
