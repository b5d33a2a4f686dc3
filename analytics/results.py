"""Options in, JSON out: the form in which the command line asks an analysis and prints what it found."""

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, get_type_hints

import pandas as pd
import simplejson
from pandas import DataFrame

from data.errors import UsageError

_CENT = Decimal("0.01")


def options(kind: type | None, given: Mapping[str, str]) -> Any:
    """The analysis' options from ``key=value`` words, each read as its field's type.

    Raises:
        UsageError: a key that the analysis doesn't take, or a value of another type.
    """
    if kind is None:
        if given:
            raise UsageError("This analysis takes no options; “{key}” was given.", key=next(iter(given)))
        return None
    hints = get_type_hints(kind)
    for key in given:
        if key not in hints:
            known = ", ".join(sorted(hints)) or "none"
            raise UsageError("There is no option “{key}”. There are: {known}.", key=key, known=known)
    try:
        return kind(**{key: _read(hints[key], value) for key, value in given.items()})
    except (ValueError, InvalidOperation) as error:
        raise UsageError("An option's value doesn't fit: {reason}.", reason=str(error) or "not a number") from error


def _read(hint: Any, value: str) -> Any:
    text = str(hint)
    if not isinstance(value, str) or "Literal" in text:
        return value
    readers: list[tuple[str, Any]] = [
        ("bool", lambda word: word.casefold() in {"1", "true", "yes"}),
        ("int", int),
        ("float", float),
        ("Decimal", Decimal),
        ("date", date.fromisoformat),
    ]
    return next((read(value) for name, read in readers if name in text), value)


def to_json(result: Any) -> Any:
    """A result as plain lists and dicts: frames become records, days ISO texts, what is missing None.

    A field whose metadata says ``printed=False`` is for pages alone and is left out.
    """
    if dataclasses.is_dataclass(result) and not isinstance(result, type):
        fields = [field for field in dataclasses.fields(result) if field.metadata.get("printed", True)]
        return {field.name: to_json(getattr(result, field.name)) for field in fields}
    if isinstance(result, DataFrame):
        return [{str(key): to_json(value) for key, value in row.items()} for row in result.to_dict("records")]
    if isinstance(result, Mapping):
        return {str(key): to_json(value) for key, value in result.items()}
    if isinstance(result, list | tuple | set | frozenset):
        return [to_json(item) for item in result]
    return _scalar(result)


def _scalar(value: Any) -> Any:
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item()
    if value is None or value is pd.NaT or value is pd.NA or (value != value):
        return None
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return None
    if isinstance(value, datetime):
        return (value.date() if value.time() == datetime.min.time() else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal) and value == value.quantize(_CENT):
        return value.quantize(_CENT)
    return value


def dumps(value: Any) -> str:
    """JSON text of ``to_json(value)``; money keeps its two decimals."""
    return simplejson.dumps(to_json(value), use_decimal=True, ensure_ascii=False, allow_nan=False)
