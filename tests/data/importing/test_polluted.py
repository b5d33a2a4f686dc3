"""The reader on polluted copies of a table: all that are polluted as a whole, and some of the others."""

from itertools import islice

import pytest

from tests.data.importing.polluted import WIDTH, compare, means, polluted, score

FILE_LEVEL = {
    "as it is",
    "empty",
    "end",
    "headings",
    "rows",
    "preamble",
    "second table",
    "separator",
    "quote",
    "line end",
}


def sampled():
    copies = list(polluted())
    whole = [copy for copy in copies if copy.kind in FILE_LEVEL]
    single = [copy for copy in copies if copy.kind not in FILE_LEVEL]
    return [*whole, *islice(single, 0, None, 7 * WIDTH)]


def test_polluted_copies_are_read_as_expected(tmp_path):
    copies = sampled()
    scores = [(copy.kind, score(copy, tmp_path)) for copy in copies]
    told = {
        f"{copy.kind}: {copy.name}": points for copy, (_, points) in zip(copies, scores, strict=True) if points < 10
    }
    assert means(scores)["all"][1] >= 9.95, told


def test_points_are_those_of_the_published_measure():
    rows = [("1", "x"), ("2", "y")]
    assert compare(("a", "b"), rows, ("a", "b"), rows) == 10.0
    assert compare((), [], (), []) == 10.0
    assert compare(("a", "b"), rows, (), []) == 1.0
    assert compare(("a", "b"), rows, ("a", "b"), rows[:1]) == pytest.approx(4 + 2 * (1 + 0.5 + 2 / 3))
