"""Encodings are found by their words: every language in every encoding that can write it, in a few rows and in many."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import UnreadableFile
from data.importing.formats.encodings import Encoded, as_utf8, find, is_encoding
from data.importing.formats.languages import WORDS

WIDE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
NARROW = (
    "cp1250", "cp1251", "cp1252", "cp1257", "iso8859-1", "iso8859-4", "iso8859-13", "iso8859-15", "koi8-r", "cp866",
    "cp775",
)  # fmt: skip
NAMES = {
    "estonian": "Kõrgemäe puidutööstus;Sõõru kohvik;Kääriku hooldus;Tõrvandi lasteaed;Rõõmu pood;Vändra pagar;Hõbeda",
    "finnish": "Hyvinkään huolto;Tähtinen;Riihimäen leipä;Yrjö Kettunen;Näsi & pojat;Järvenpään kukka;Töölön apteekki",
    "swedish": "Lidköping trä;Sjöbo bil;Björklund;Nyköpings måleri;Håkansson & Son;Vänersborg;Sandviken stål",
    "german": "Bäumler;Grünwald Getränke;Weißmann;Süß & Fröhlich;Höfer Bürobedarf;Lüneburg;Köpenick Möbelhaus",
    "french": "Les Frères Lumière;Électro Ménager;Hervé Pâris;Crème brûlée;Château d'Yquem;Chrétien;Dépannage Françis",
    "spanish": "Muebles Ordóñez;Ibáñez e Hijos;Café Colón;Logroño;Señorío de Álava;Martín Cañas;Óptica Verón",
    "polish": "Zakład Ślusarski;Bąk i Wspólnicy;Żuraw;Świętokrzyska;Piętka;Hurtownia Dźwig;Jędrzejów",
    "latvian": "Bauskas dzirnavas Ērglis;Šķibe;Siguldas līči;Mārupes kūka;Ādaži;Ludzas ķīmija;Krāslavas celtnieks",
    "lithuanian": "Rokiškio sūris;Žalgiris;Kėdainių grūdai;Biržų alus;Ąžuolynas;Anykščių vynas;Druskininkų šilas",
    "russian": "Рассвет;Юпитер;Кондитерская Белочка;Стройсервис;Чайка;Механический цех;Грузоперевозки Урал",
}
SHORT = 5


def table(names: list[str]) -> str:
    return "\n".join(["client_id,name", *[f"C{number},{name}" for number, name in enumerate(names, 1)], ""])


def read(content: bytes, stated: str | None = None) -> tuple[Encoded, str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        encoded = find(path, "clients.csv", stated)
        return encoded, as_utf8(path, Path(folder) / "copy", encoded).read_bytes().decode("utf-8-sig")


def refusal(content: bytes) -> dict[str, object]:
    with pytest.raises(UnreadableFile) as caught:
        read(content)
    return caught.value.values


def is_asked(text: str, encoding: str) -> bool:
    """Whether a question was put; what is read, or a choice of it, must be the text."""
    content = text.encode(encoding)
    encoded, found = read(content)
    asks = [doubt for doubt in encoded.doubts if doubt.level == "ask"]
    readings = [read(content, choice.read["encoding"])[1] for doubt in asks for choice in doubt.choices] or [found]
    assert text in readings, (encoded.name, found)
    assert not asks or (2 <= len(readings) <= 4 and len(set(readings)) == len(readings))
    return bool(asks)


def can_write(text: str, encoding: str) -> bool:
    try:
        return bool(text.encode(encoding))
    except UnicodeEncodeError:
        return False


@pytest.mark.parametrize("language", NAMES)
def test_every_language_in_every_encoding(language):
    names = NAMES[language].split(";")
    rows = [f"{first} {second.lower()}" for first in names for second in names] + names
    short, long = table(names[:SHORT]), table(rows[:50])
    written = [encoding for encoding in (*WIDE, *NARROW) if can_write(long, encoding)]
    asked = [encoding for encoding in written if is_asked(short, encoding)]
    print(f"{language}: {len(written)} encodings, asked at {SHORT} names: {', '.join(asked) or 'none'}")
    assert not [encoding for encoding in written if is_asked(long, encoding)]
    assert len(asked) <= 1


@pytest.mark.parametrize("name", ["Käo", "Müller", "Tõnu & Ko", "Peña"])
def test_a_letter_that_common_encodings_write_alike_needs_no_question(name):
    assert not is_asked(table([name]), "cp1252")


def test_thin_evidence_is_asked_about_with_samples():
    encoded, _ = read(b"id,name\n1,ok\n2,\xc5\n")
    (ask,) = encoded.doubts
    assert (ask.code, ask.line) == ("ambiguous-encoding", 3)
    assert len({choice.samples for choice in ask.choices}) == len(ask.choices) > 1


def test_capitals_and_signs():
    assert not is_asked(table(["ООО «ПРИБОЙ»", "ЗАО “ВЕКТОР”", "ТЕХНОПАРК № 5"]), "cp1251")
    assert not is_asked(table(["KÄRNERI ÕLU", "SÜDA – 5 €", "„TÕRU“"]), "cp1257")


def test_a_later_line_decides_as_well():
    text = table(["Jones"] * 300_000 + ["Ķīpsala", "Žagarē", "Ģipkas ūdens"])
    encoded, found = read(text.encode("cp1257"))
    assert (encoded.name, found == text) == ("cp1257", True)
    assert encoded.doubts[0].line == 300_002


def test_pieces_do_not_cut_letters_or_line_ends():
    text = table(["Rīga šodien\r"] * 300_000)
    for encoding in ("utf-16-be", "utf-8", "cp1257"):
        assert read(text.encode(encoding))[1] == text


def test_two_encodings_in_one_file():
    lines = table(NAMES["russian"].split(";")).encode("cp1251").splitlines(keepends=True)
    lines[3] = "C3,Чайка\n".encode()
    found = refusal(b"".join(lines))
    assert (found["code"], found["line"], found["encoding"]) == ("mixed-encodings", 4, "Windows-1251")


def test_what_is_not_text():
    half = "client_id,name\nC1,a\n".encode("utf-16-le") + b"\x00\xd8" + ",b\n".encode("utf-16-le")
    assert refusal(b"\xff\xfe" + half)["line"] == 3
    assert refusal("a,b\n1,x\x00y\n".encode("utf-16"))["code"] == "nul-bytes"
    assert [refusal(one)["code"] for one in (b"\x00\x00", b"\xff\xfe \x00\n\x00", b"\x1a")] == ["empty-file"] * 3


@pytest.mark.parametrize("base", ["cp1252", "cp1257", "cp1251"])
@pytest.mark.parametrize("names", [["Müller", "Õunapuu"], ["Чайка", "Юпитер"], ["Šķibe", "Ādaži"]])
def test_text_written_twice_is_repaired_and_right_letters_stay(base, names):
    twice = table(names).encode().decode(base, errors="ignore").encode()
    if len(twice.decode()) == len(table(names).encode()):
        encoded, found = read(twice)
        assert encoded.doubts[0].code == "written-twice"
        assert found == table(names)
        assert read(twice, "utf-8")[1] == twice.decode()


def test_names_of_encodings_that_a_mapping_may_state():
    assert all(map(is_encoding, ("cp1257", "latin-1", "utf-8+cp1252")))
    assert not any(map(is_encoding, ("base64", "nonsense", "utf-8+base64", "")))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_words_of_a_language_come_back(data):
    language = data.draw(st.sampled_from(sorted(NAMES)))
    encoding = data.draw(st.sampled_from([*WIDE, *NARROW]))
    words = [word for word in WORDS[language].split() if not word.isascii() and can_write(word, encoding)]
    if len(words) > 60:
        chosen = data.draw(st.lists(st.sampled_from(words), min_size=30, max_size=40, unique=True))
        is_asked(table([word.title() for word in chosen]), encoding)


def test_a_letter_far_inside_a_long_cell_is_shown_where_encodings_are_mixed(tmp_path):
    path = tmp_path / "mixed.csv"
    lines = ["id,name", *(f"{step},Jõgeva Pärnu" for step in range(40)), "41,"]
    path.write_bytes("\n".join(lines).encode() + b"a" * 70_000 + "äõ".encode("cp1252") + b"\n")
    with pytest.raises(UnreadableFile) as refused:
        find(path, "mixed.csv")
    assert (refused.value.values["code"], refused.value.values["line"]) == ("mixed-encodings", 42)
