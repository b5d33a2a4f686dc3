"""What a path may hold: files, folders, archives, and things that only look like tables."""

import gzip
import io
import zipfile

import pytest

from data.errors import UnreadableFile
from data.importing import files
from data.importing.contents import look
from data.importing.files import LeftOut, Upload, gather


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def take(tmp_path):
    def take(name, content):
        copies, inbox = tmp_path / "copies", tmp_path / "inbox"
        copies.mkdir(exist_ok=True)
        inbox.mkdir(exist_ok=True)
        path = inbox / name
        path.write_bytes(content)
        return list(gather([path], copies))

    return take


@pytest.mark.parametrize("name", ["a[1].csv", "x*.csv", "CON.csv", "ä ö.csv", "..csv", "'; drop table.csv"])
def test_a_file_is_copied_under_a_name_of_ours(take, name):
    (upload,) = take(name, b"a,b\n1,2\n")
    assert (upload.name, upload.path.name) == (name, "file_0001")
    assert upload.path.read_bytes() == b"a,b\n1,2\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"  <html><body>Log in", "web page"),
        (b'{"a": 1}', "JSON"),
        (zipped({"word/document.xml": b"<x/>"}), "Word document"),
        (b"SQLite format 3\x00", "SQLite"),
    ],
)
def test_a_file_that_is_something_else_is_told_for_what_it_is(take, content, said):
    (error,) = take("deals.csv", content)
    assert isinstance(error, UnreadableFile)
    assert error.values["code"] == "wrong-kind"
    assert said in str(error)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_text(take, encoding):
    (upload,) = take("deals.csv", "\ufeffa,b\n".encode(encoding))
    assert upload.kind == "text"


def test_an_archive_is_unpacked_without_its_folders(take, tmp_path):
    content = zipped(
        {"../../evil.csv": b"a,b\n", "/etc/deals.csv": b"c,d\n", "readme.md": b"x", "__MACOSX/._x.csv": b"x"}
    )
    found = take("export.zip", content)
    assert [one.name for one in found] == ["export.zip/evil.csv", "export.zip/deals.csv", "export.zip/readme.md"]
    assert isinstance(found[2], LeftOut)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "export.zip",
        "file_0001",
        "file_0002",
    ]


def test_an_archive_may_not_unpack_to_more_than_the_limit(take, monkeypatch):
    monkeypatch.setattr(files, "MAX_UNPACKED", 1_000_000)
    found = take("bomb.zip", zipped({"a.csv": b"0" * 50_000_000}))
    assert [one.values["code"] for one in found] == ["too-large"]


def test_a_damaged_archive_is_told(take):
    found = take("export.zip", zipped({"a.csv": b"a,b\n" * 1000})[:-30])
    assert [one.values["code"] for one in found] == ["bad-archive"]


def test_a_file_inside_an_archive_is_looked_at_too(take):
    (error,) = take("export.zip", zipped({"a.csv": b"%PDF-1.7"}))
    assert "PDF" in str(error)


def test_a_folder_is_searched(tmp_path):
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deals.csv").write_text("a,b\n")
    (tmp_path / "in" / "deep" / "clients.CSV").write_text("a,b\n")
    (tmp_path / "in" / ".hidden.csv").write_text("a,b\n")
    (tmp_path / "in" / "LICENSE").write_text("free")
    (tmp_path / "copies").mkdir()
    found = list(gather([tmp_path / "in"], tmp_path / "copies"))
    assert [one.name for one in found if isinstance(one, Upload)] == ["deals.csv", "clients.CSV"]
    assert [one.name for one in found if isinstance(one, LeftOut)] == ["LICENSE"]


def test_nothing_there(tmp_path):
    (tmp_path / "in").mkdir()
    found = list(gather([tmp_path / "none.csv", tmp_path / "in"], tmp_path))
    assert [one.values["code"] for one in found] == ["not-found", "no-files"]


def test_a_gzip_file_is_unpacked_whatever_it_is_called(take):
    packed = gzip.compress(b"a,b\n1,2\n")
    for name, stem in (("deals.csv.gz", "deals"), ("deals.csv", "deals")):
        (upload,) = take(name, packed)
        assert (upload.name, upload.stem, upload.kind, upload.chosen) == (name, stem, "text", True)
        assert upload.path.read_bytes() == b"a,b\n1,2\n"


def test_a_gzip_file_that_is_cut_or_too_large_leaves_nothing(take, tmp_path, monkeypatch):
    (cut,) = take("deals.csv.gz", gzip.compress(bytes(range(256)) * 500)[:-40])
    monkeypatch.setattr(files, "MAX_UNPACKED", 1_000_000)
    (bomb,) = take("bomb.gz", gzip.compress(b"0" * 20_000_000))
    assert [one.values["code"] for one in (cut, bomb)] == ["bad-archive", "too-large"]
    assert not list((tmp_path / "copies").iterdir())


def test_a_zip_archive_is_unpacked_whatever_it_is_called(take):
    (upload,) = take("deals.csv", zipped({"inner.csv": b"a\n"}))
    assert (upload.name, upload.stem) == ("deals.csv/inner.csv", "inner")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "html"),
        (b"<html><table><tr><td><input type='password'></td></tr></table></html>", "other"),
        (b'{"a": 1}\n{"a": 2}\n', "jsonlines"),
        (b'[\n {"a": 1},\n {"a": 2}]', "jsonlines"),
        (b'{"a": {\n"b": 2}}', "other"),
        (b"PAR1....PAR1", "parquet"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "xlsx"),
        (zipped({"xl/workbook.bin": b"x"}), "xlsb"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}), "ods"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "Workbook".encode("utf-16-le") + bytes(200), "xls"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(200), "other"),
        (b"[id],[name]\n1,x\n", "text"),
        (b"a,b\n1,2\n", "text"),
    ],
)
def test_what_a_file_is_comes_from_its_content(tmp_path, content, kind):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert look(path, "deals.xls").kind == kind
