"""The headline numbers of the complaints page."""

from analytics.complaints import Result, findings
from analytics.complaints import rows as complaints_rows
from analytics.words import _, share, signed, whole
from pages.components import kpis
from pages.components.kpis import Arrow, Card, Tone
from pages.components.view import View


def show(view: View, result: Result) -> None:
    """Draws four cards: complaints, open ones, settled in time, repeats."""
    kpis.row(view, _cards(result))


def _cards(result: Result) -> list[Card]:
    count, waiting = len(result.complaints), complaints_rows.open_rows(result)
    timely, again = complaints_rows.in_time_rows(result), complaints_rows.repeat_rows(result)
    kept, repeated = complaints_rows.total(timely), complaints_rows.total(again)
    due = _("of {count} then due", count=whole(len(timely))) if len(timely) else ""
    label = _("Settled in {days} days", days=whole(result.target_days))
    return [
        _counted(result, count),
        Card(
            _("Open now"),
            whole(len(waiting)),
            "complaints_open",
            len(waiting),
            caption=findings.oldest(result),
            rows=waiting,
        ),
        Card(label, share(kept), "complaints_in_time", kept, caption=due, rows=timely),
        Card(
            _("Repeats"),
            share(repeated, 1),
            "complaints_repeated",
            repeated,
            caption=_("same client and cause"),
            rows=again,
        ),
    ]


def _counted(result: Result, count: int) -> Card:
    """Complaints of the period, with the change of their rate in 90 days; coloured where it is more than chance."""
    row = result.total.iloc[0]
    label, change = _("Complaints"), row["change"]
    if change != change:
        return Card(label, whole(count), "complaints", count)
    tone: Tone = "none" if not row["significant"] else "bad" if change > 0 else "good"
    said = signed(share(change))
    arrow: Arrow = "up" if change > 0 else "down"
    against, caption = _("in 90 days"), _("for each client")
    return Card(label, whole(count), "complaints", count, said, tone, arrow, against, caption=caption)
