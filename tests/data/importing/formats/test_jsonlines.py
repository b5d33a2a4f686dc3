"""JSON: one record a line, or a list of records."""

from decimal import Decimal

import pytest

from data.errors import UnreadableFile
from data.importing.formats import jsonlines
from data.importing.mapping import Read
from tests.data.importing.formats.made import doubts, only, rows


@pytest.fixture
def take(tmp_path):
    def take(text, encoding="utf-8"):
        path = tmp_path / "file"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return jsonlines.raws(path, "deals.jsonl", Read())

    return take


def test_keys_are_columns_in_order_of_first_appearance(take):
    raw = only(take('{"a": 1, "b": "x"}\n\n{"c": null, "b": "y"}\r\n{"d": true, "a": ""}'))
    assert raw.written == {"format": "JSON, one record a line"}
    assert list(raw.rows()) == [
        (0, ["a", "b", "c", "d"]),
        (1, [1, "x", None, None]),
        (3, [None, "y", None, None]),
        (4, [None, None, None, True]),
    ]


def test_numbers_are_exact(take):
    (_, cells) = rows(
        only(take('{"a": 0.1, "b": 12345678901234567890, "c": 1234567.8901234567890123, "d": 1E3, "e": NaN}'))
    )
    assert cells == [Decimal("0.1"), 12345678901234567890, Decimal("1234567.8901234567890123"), Decimal("1E3"), "NaN"]


def test_records_in_records(take):
    (head, cells) = rows(
        only(take('{"owner": {"name": "Õ", "at": {"city": "T", "sum": 1.10}}, "tags": ["a", 2.50], "e": {}}'))
    )
    assert head == ["owner.name", "owner.at", "tags"]
    assert cells == ["Õ", '{"city": "T", "sum": 1.10}', '["a", 2.50]']


def test_a_list_of_records(take):
    raw = only(take('\n[\n  {"a": 1,\n   "b": 2},\n  {"a": 3}\n]\n'))
    assert raw.written == {"format": "JSON, a list of records"}
    assert list(raw.rows()) == [(0, ["a", "b"]), (3, [1, 2]), (5, [3, None])]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("text", ['{"a": "õ€"}', '[{"a": "õ€"}]'])
def test_other_encodings(take, encoding, text):
    assert rows(only(take(text, encoding))) == [["a"], ["õ€"]]


def test_a_repeated_key_is_refused(take):
    raw = only(take('{"a": 1}\n{"a": 1, "a": 2}\n'))
    assert doubts(raw) == {"repeated-key": ("refuse", 2, 1)}


def test_rows_are_given_anew_and_many(take):
    raw = only(take("".join(f'{{"n": {number}}}\n' for number in range(5000)) + '{"m": 1}\n'))
    for _ in range(2):
        found = list(raw.rows())
        assert found[0] == (0, ["n", "m"])
        assert found[4999:] == [(4999, [4998, None]), (5000, [4999, None]), (5001, [None, 1])]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{"a": 1}\n{"a": \n', "bad-json", 2),
        ('{"a": 1}\n[1]\n', "bad-json", 2),
        ('{"a": 1} {"a": 2}\n', "bad-json", 1),
        ('[{"a": 1}\n{"a": 2}]', "bad-json", 1),
        ('[{"a": 1},\n{"a": }]', "bad-json", 2),
        ('[{"a": 1},\n7]', "bad-json", 2),
        ('[{"a": 1}', "bad-json", 1),
        ('[{"a": 1}] x', "bad-json", 1),
        ('[{"a": 1},]', "bad-json", 1),
        ("[]", "no-records", None),
        ("{}\n", "no-records", None),
        (b'{"a": 1}\n{"a": "\xff"}\n', "bad-json", 2),
        (b'[{"a": 1},\n{"a": "\xff"}]\n', "bad-json", 2),
        ('{"a": ' + "[" * 100_000, "bad-json", 1),
        ('{"a": 1e99999999999999999999}', "bad-json", 1),
        ('{"a": ' + "9" * 10_000 + "}", "bad-json", 1),
        ("{" + ", ".join(f'"k{number}": 1' for number in range(1001)) + "}", "too-many-columns", None),
    ],
)
def test_what_is_no_record_is_refused_with_its_line(take, text, code, line):
    with pytest.raises(UnreadableFile) as caught:
        take(text)
    assert (caught.value.values["code"], caught.value.values.get("line")) == (code, line)


def test_a_list_that_is_too_large_is_refused(take, monkeypatch):
    monkeypatch.setattr(jsonlines, "MAX_LIST", 100)
    with pytest.raises(UnreadableFile, match="one record a line"):
        take("[" + ",".join(['{"a": 1}'] * 20) + "]")


def test_a_line_that_is_too_long_is_refused(take, monkeypatch):
    monkeypatch.setattr(jsonlines, "MAX_LINE", 100)
    with pytest.raises(UnreadableFile) as caught:
        take('{"a": 1}\n{"a": "' + "x" * 200 + '"}')
    assert (caught.value.values["code"], caught.value.values["line"]) == ("too-long", 2)
