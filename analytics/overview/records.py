"""The rows of a frame one by one, where each is told in words or counted exactly."""

from typing import Any

from pandas import DataFrame


def records(frame: DataFrame) -> list[dict[str, Any]]:
    """Each row as a dict from column to value, in order."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
