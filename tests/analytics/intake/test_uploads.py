import io
import os
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.intake import uploads


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("deals.csv", "deals.csv"),
        ("deals 2026-11.csv", "deals_2026-11.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\mari\\сделки.csv", "сделки.csv"),
        ("a[1].csv", "a_1_.csv"),
        ("x*.csv", "x_.csv"),
        ("CON.csv", "_CON.csv"),
        ("", "file"),
        ("...", "file"),
        ("nul\0byte.csv", "nul_byte.csv"),
        ("scheme.toml", "scheme.toml"),
        ("x" * 300 + ".csv", "x" * 80 + ".csv"),
    ],
)
def test_a_name_is_made_harmless(name, safe):
    assert uploads.safe_name(name) == safe


def test_a_taken_name_gets_a_number():
    assert uploads.safe_name("Deals.csv", ["deals.csv", "deals_2.csv"]) == "Deals_3.csv"


@given(st.text(max_size=200))
def test_any_name_stays_in_its_folder(name):
    safe = uploads.safe_name(name)
    assert re.fullmatch(r"[\w.-]{1,95}", safe)
    assert safe not in (".", "..")


def test_files_are_kept_and_forgotten(tmp_path):
    upload = uploads.keep(tmp_path, [("deals.csv", io.BytesIO(b"a")), ("deals.csv", io.BytesIO(b"b"))])
    assert [path.read_bytes() for path in upload.files.values()] == [b"a", b"b"]
    assert list(upload.files) == ["deals.csv", "deals.csv (2)"]
    assert sorted(path.name for path in upload.content.iterdir()) == ["deals.csv", "deals_2.csv"]
    assert upload.folder.parent == tmp_path / "imports"
    uploads.forget(upload)
    assert not upload.folder.exists()


def test_old_uploads_are_swept(tmp_path):
    old, fresh = uploads.new_folder(tmp_path), uploads.new_folder(tmp_path)
    os.utime(old, (1_000_000, 1_000_000))
    os.utime(fresh, (2_000_000, 2_000_000))
    assert uploads.sweep(tmp_path, now=2_000_060) == 1
    assert (old.exists(), fresh.exists()) == (False, True)


def test_a_mapping_among_the_files_is_the_uploads(tmp_path):
    mapping = b'[sales.deals.columns]\nAmount = "amount"\n'
    scheme = b'name = "S"\n[[tier]]\nfrom = 0\nrate = 1\n'
    given = {"sales.csv": b"a\n1\n", "ours.toml": mapping, "scheme.toml": scheme}
    upload = uploads.keep(tmp_path, [(name, io.BytesIO(content)) for name, content in given.items()])
    assert upload.mapping.read_bytes() == mapping
    assert sorted(upload.files) == ["sales.csv", "scheme.toml"]
    assert sorted(file.name for file in upload.content.iterdir()) == ["sales.csv", "scheme.toml"]


def test_refused_rows_are_one_file_or_a_zip_of_several(tmp_path):
    upload = uploads.Upload(tmp_path, {})
    assert uploads.refused(upload) is None
    upload.rejects.mkdir()
    (upload.rejects / "deals.csv").write_text("a\n", encoding="utf-8")
    assert uploads.refused(upload) == ("deals.csv", b"a\n")
    (upload.rejects / "clients.csv").write_text("b\n", encoding="utf-8")
    name, content = uploads.refused(upload)
    assert name == "refused.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["clients.csv", "deals.csv"]
    uploads.forget_refused(upload)
    assert uploads.refused(upload) is None
