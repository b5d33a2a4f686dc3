"""The versions of the scheme by month of validity, and who has read which."""

from collections.abc import Sequence

import pandas as pd
from pandas import DataFrame

from analytics.pay.scheme import Scheme
from analytics.pay.scheme_file import review
from analytics.pay.statements import Statement
from analytics.periods import add_months
from analytics.question import Question

VERSION_COLUMNS = ["name", "from", "until", "every", "metric", "in_force", "people", "acknowledged"]
ACKNOWLEDGED_COLUMNS = ["scheme", "from", "manager_id", "name", "acknowledged_at"]


def acknowledged(schemes: Sequence[Scheme], last: Sequence[Statement], question: Question) -> DataFrame:
    """Every version that holds for some month and everybody paid last: when they have read it, if they have."""
    texts = {review(text).scheme: text for text in question.documents.get("scheme", ())}
    rows = [
        {
            "scheme": scheme.name,
            "from": pd.Timestamp(scheme.start),
            "manager_id": each.manager_id,
            "name": each.name,
            "acknowledged_at": question.acknowledged.get((texts.get(scheme, ""), each.manager_id)),
        }
        for scheme in sorted({scheme.start: scheme for scheme in schemes}.values(), key=lambda scheme: scheme.start)
        for each in last
    ]
    frame = DataFrame(rows, columns=ACKNOWLEDGED_COLUMNS)
    for column in ("from", "acknowledged_at"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[us]")
    return frame


def versions_of(schemes: Sequence[Scheme], held: Scheme | None, read: DataFrame) -> DataFrame:
    """Every version with the months that it holds for; one replaced from its first month on is left out.

    ``people`` are those paid last, ``acknowledged`` how many of them have read it.
    """
    by_start = {scheme.start: scheme for scheme in schemes}
    starts = sorted(by_start)
    rows = [
        {
            "name": by_start[start].name,
            "from": pd.Timestamp(start),
            "until": pd.NaT if following is None else pd.Timestamp(add_months(following, -1)),
            "every": by_start[start].every,
            "metric": by_start[start].counted,
            "in_force": by_start[start] == held,
            "people": int((read["from"] == pd.Timestamp(start)).sum()),
            "acknowledged": int(read.loc[read["from"] == pd.Timestamp(start), "acknowledged_at"].notna().sum()),
        }
        for start, following in zip(starts, [*starts[1:], None], strict=False)
    ]
    return DataFrame(rows, columns=VERSION_COLUMNS)
