"""Parquet files: typed columns as rows."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.errors import UnreadableFile
from data.importing import files
from data.importing.formats import parquet
from data.importing.mapping import Read
from tests.data.importing.formats.made import doubts, only, rows


@pytest.fixture
def take(tmp_path):
    def take(table, **options):
        path = tmp_path / "file"
        if isinstance(table, bytes):
            path.write_bytes(table)
        else:
            pq.write_table(table, path, **options)
        return parquet.raws(path, "deals.parquet", Read())

    return take


def column(values, kind):
    return pa.array(values, kind)


@pytest.mark.parametrize(
    ("values", "kind", "cells"),
    [
        (["00012", "", None], pa.string(), ["00012", None, None]),
        ([2**63 - 1, None], pa.int64(), [2**63 - 1, None]),
        ([Decimal("12345678901234567890.12")], pa.decimal128(38, 2), [Decimal("12345678901234567890.12")]),
        ([0.1], pa.float32(), [0.1]),
        ([0.1, 74.69], pa.float64(), [0.1, 74.69]),
        ([True, None], pa.bool_(), [True, None]),
        ([date(2026, 2, 3)], pa.date32(), [date(2026, 2, 3)]),
        ([time(14, 30)], pa.time64("ns"), [time(14, 30)]),
        ([datetime(2026, 2, 3, 4, 5, 6, 7)], pa.timestamp("ns"), [datetime(2026, 2, 3, 4, 5, 6, 7)]),
        ([timedelta(hours=37, minutes=30)], pa.duration("us"), ["37:30"]),
        ([b"00012", b"\xff\x00"], pa.binary(), ["00012", "ff00"]),
        ([["a", "b"], None], pa.list_(pa.string()), ['["a", "b"]', None]),
        ([[("k", "õ")]], pa.map_(pa.string(), pa.string()), ['[["k", "õ"]]']),
    ],
)
def test_values_are_held_as_they_are(take, values, kind, cells):
    raw = only(take(pa.table({"h": column(values, kind)})))
    assert raw.written == {"format": "Parquet"}
    assert list(raw.rows()) == [(1, ["h"]), *((line, [cell]) for line, cell in enumerate(cells, 2))]
    assert [type(row[0]) for row in rows(raw)[1:]] == [type(cell) for cell in cells]


def test_times_with_a_zone_are_in_utc(take):
    moment = datetime(2026, 2, 3, 4, tzinfo=timezone(timedelta(hours=2)))
    raw = only(take(pa.table({"at": column([moment.astimezone(UTC)], pa.timestamp("us", "Europe/Tallinn"))})))
    assert rows(raw)[1] == [datetime(2026, 2, 3, 2)]
    assert doubts(raw) == {"zone": ("note", 2, 1)}


def test_dictionaries_and_records(take):
    table = pa.table({
        "stage": pa.array(["won", "lost", "won"]).dictionary_encode(),
        "owner": pa.array([{"id": 1, "tags": ["x"]}, None, {"id": 2, "tags": None}]),
    })  # fmt: skip
    assert rows(only(take(table))) == [
        ["stage", "owner.id", "owner.tags"], ["won", 1, '["x"]'], ["lost", None, None], ["won", 2, None],
    ]  # fmt: skip


def test_rows_come_a_few_at_a_time_and_anew(take):
    raw = only(take(pa.table({"n": list(range(25_000))}), row_group_size=7000))
    for _ in range(2):
        assert list(raw.rows()) == [(1, ["n"]), *((number + 2, [number]) for number in range(25_000))]


def test_a_file_without_rows_has_its_headings(take):
    assert rows(only(take(pa.table({"a": column([], pa.int64())})))) == [["a"]]


def refused(take, table) -> str:
    with pytest.raises(UnreadableFile) as caught:
        [list(raw.rows()) for raw in take(table)]
    return caught.value.values["code"]


def test_what_is_damaged_or_too_large_is_refused(take, tmp_path, monkeypatch):
    table = pa.table({"n": list(range(50_000))})
    take(table, compression="gzip")
    whole = (tmp_path / "file").read_bytes()
    assert refused(take, whole[:-20]) == "bad-parquet"
    assert refused(take, b"PAR1") == "bad-parquet"
    take(pa.table({"õõ": [1]}))
    named = (tmp_path / "file").read_bytes()
    assert refused(take, named.replace("õõ".encode(), b"\xf5\xf5\xf5\xf5")) == "bad-parquet"
    assert refused(take, whole[:1000] + b"\x00" * 500 + whole[1500:]) == "bad-parquet"
    assert refused(take, pa.table({})) == "empty-file"
    assert refused(take, pa.table({f"c{number}": [1] for number in range(1001)})) == "too-many-columns"
    monkeypatch.setattr(files, "MAX_UNPACKED", 10_000)
    assert refused(take, pa.table({"n": [7] * 50_000})) == "too-large"
