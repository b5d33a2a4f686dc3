"""Any table written as CSV, in any encoding and dialect, is the same when read, or the right reading is asked about."""

import codecs
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.importing.files import Upload
from data.importing.mapping import Read
from data.importing.reading import read
from data.importing.scripts import script

EXAMPLES = int(os.environ.get("ROUND_TRIPS", "200"))
"""How many tables are tried: without the variable the same ones every time, with it others at every run."""

WESTERN = "Straße München Größe Käufer später Bücher Köln Grüße jährlich Geschäft Übergabe prüfen Änderung möglich"
ESTONIAN = "Pärnu Võru müük äriühing töötaja tänav õppija Jõgeva küsimus lõpetatud võlgnik šokolaad žanr hõlpsasti"
LATVIAN = "Rīga Jēkabpils šķirne māja ķēde piegādātājs uzņēmums līgums darījums rēķins Ķekava saņemts Žanis"
POLISH = "Łódź Gdańsk wysyłka płatność źródło żółty spółka główny również książka późno większość Poznań świąteczny"
RUSSIAN = "Москва договор оплата счёт клиент поставка склад отгрузка сумма товар улица Нарва цена покупатель остаток"
ENGLISH = "north south orders shipped review client paid monthly lead bolt frame small large weekly late"
LANGUAGES = {
    "utf-8": (WESTERN, ESTONIAN, LATVIAN, POLISH, RUSSIAN, ENGLISH),
    "utf-8-sig": (WESTERN, ESTONIAN, LATVIAN, POLISH, RUSSIAN, ENGLISH),
    "utf-16": (WESTERN, ESTONIAN, LATVIAN, POLISH, RUSSIAN, ENGLISH),
    "utf-16-be-sig": (WESTERN, ESTONIAN, LATVIAN, POLISH, RUSSIAN, ENGLISH),
    "utf-16-le": (WESTERN, ESTONIAN, POLISH, ENGLISH),
    "utf-16-be": (WESTERN, ESTONIAN, POLISH, ENGLISH),
    "cp1250": (POLISH,), "cp1251": (RUSSIAN,), "cp1252": (WESTERN, ESTONIAN), "cp1257": (LATVIAN, ESTONIAN),
    "iso8859-1": (WESTERN,), "iso8859-4": (LATVIAN, ESTONIAN), "iso8859-13": (LATVIAN, ESTONIAN),
    "iso8859-15": (WESTERN, ESTONIAN), "koi8-r": (RUSSIAN,), "cp866": (RUSSIAN,), "cp775": (LATVIAN, ESTONIAN),
}  # fmt: skip
SEPARATORS = (",", ";", "\t", "|", "   ")


@dataclass(frozen=True)
class Case:
    """A table and how it is written."""

    rows: tuple[tuple[str, ...], ...]
    encoding: str
    separator: str
    quote: str
    escape: str
    is_all_quoted: bool
    end: str
    is_stated: bool

    def cell(self, text: str, *, is_heading: bool = False) -> str:
        special = (self.separator, self.quote, "\n", "\r", self.escape or self.quote)
        if not (self.is_all_quoted or any(mark in text for mark in special) or text != text.strip()):
            return text
        inside = text.replace("\\", "\\\\") if self.escape else text
        return self.quote + inside.replace(self.quote, (self.escape or self.quote) + self.quote) + self.quote

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        lines = [self.separator.join(map(self.cell, row)) + self.end for row in self.rows]
        text = (f"sep={self.separator}{self.end}" if self.is_stated else "") + "".join(lines)
        if self.encoding == "utf-16-be-sig":
            return codecs.BOM_UTF16_BE + text.encode("utf-16-be")
        return text.encode(self.encoding)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    encoding = draw(st.sampled_from(list(LANGUAGES)))
    words = draw(st.sampled_from(LANGUAGES[encoding])).split()
    separator = draw(st.sampled_from(SEPARATORS))
    is_plain = separator == "   "
    quote = '"' if is_plain else draw(st.sampled_from(['"', '"', "'"]))
    height = draw(st.integers(5, 12))
    columns = [["name", *draw(st.lists(phrases(words), min_size=height, max_size=height))]]
    kinds = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=5, unique=True))
    kinds = [kind for kind in kinds if not (is_plain and kind in ("note", "sparse"))]
    columns += [[kind, *draw(st.lists(KINDS[kind], min_size=height, max_size=height))] for kind in kinds]
    if len(columns) < 3:
        columns += [["price", *draw(st.lists(KINDS["amount"], min_size=height, max_size=height))]]
    return Case(
        tuple(zip(*columns, strict=True)), encoding, separator, quote,
        "" if is_plain else draw(st.sampled_from(["", "", "\\"])),
        not is_plain and (quote == "'" or draw(st.booleans())),
        draw(st.sampled_from(["\n", "\r\n", "\r"])), not is_plain and draw(st.integers(0, 4)) == 0,
    )  # fmt: skip


def phrases(words: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), min_size=2, max_size=4).map(" ".join)


NOTE = st.text(alphabet="ab xyz 1,;\t|\"'\n.:/", min_size=1, max_size=25).filter(
    lambda text: text.strip() == text != ""
)
KINDS = {
    "amount": st.decimals(0, 99999, places=2).map(str),
    "count": st.integers(1, 500).map(str),
    "opened": st.dates().filter(lambda day: day.year > 1900).map(str),
    "code": st.from_regex(r"\A[A-Z]{2}-[0-9]{4}\Z"),
    "note": NOTE,
    "sparse": st.one_of(st.just(""), st.integers(0, 9).map(str)),
    "email": st.from_regex(r"\A[a-z]{3,8}@[a-z]{4}\.ee\Z"),
}


def tables(case: Case, said: Read | None = None) -> tuple[tuple, list]:
    """The heading and rows as read (with ``said``), and the choices that a reader is asked about."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        path = Path(folder) / "file"
        path.write_bytes(case.content)
        con.execute(script("numbers"))
        (sheet,) = read(con, Upload("file.csv", path, "", True), "sheet", said)
        found = con.execute("select * exclude line from sheet order by line").fetchall()
    return (sheet.headings, *found), [doubt for doubt in sheet.doubts if doubt.choices]


@settings(
    max_examples=EXAMPLES,
    derandomize="ROUND_TRIPS" not in os.environ,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(cases())
def test_what_was_written_is_read(case):
    expected = tuple(tuple(cell or None for cell in row) for row in case.rows)
    found, doubts = tables(case)
    if found == expected:
        return
    choices = [choice.read for doubt in doubts if doubt.code == "ambiguous-encoding" for choice in doubt.choices]
    assert any(tables(case, Read(**choice))[0] == expected for choice in choices), (found, expected, doubts)
