"""What the tests of formats share: a file's tables in one call."""

from data.importing.formats.raw import Raw
from data.importing.messages import fault_template, warning_template


def rows(raw: Raw) -> list[list[object]]:
    """The cells of every row."""
    return [cells for _, cells in raw.rows()]


def doubts(raw: Raw) -> dict[str, tuple[str, int | None, int]]:
    """What is doubtful: code → level, line, count; each has a sentence that its values fill."""
    for doubt in raw.doubts:
        sentence = (fault_template if doubt.level == "refuse" else warning_template)(doubt.code)
        assert sentence.format(**{"line": doubt.line, "count": doubt.count, **doubt.values})
    return {doubt.code: (doubt.level, doubt.line, doubt.count) for doubt in raw.doubts}


def only(found: list[Raw]) -> Raw:
    """The one table of a file."""
    assert len(found) == 1, [raw.name for raw in found]
    return found[0]
