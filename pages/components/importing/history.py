"""The imports of the workspace, and the last one taken back."""

from typing import Any

import streamlit as st
from pandas import DataFrame

from analytics import intake
from analytics.runner import Batch, contract_table
from analytics.words import _, day, whole
from pages.components import tables
from pages.components.importing import session as sessions
from pages.components.importing.session import Session
from pages.components.tables import Heading
from pages.components.text import plain
from pages.components.view import View

_COUNTS = ("added", "changed", "unchanged", "rejected")


def show(session: Session, view: View) -> None:
    """Draws the history, newest first, and the way to undo the latest import."""
    if view.status.is_empty and not view.scope.version:
        return
    batches = view.house.history()
    if not batches:
        return
    st.subheader(_("Imports so far"), anchor=False)
    headings = {
        "number": Heading(_("Import"), "whole"),
        "moment": Heading(_("When")),
        "who": Heading(_("Who")),
        "files": Heading(_("Files")),
        "added": Heading(_("New"), "whole"),
        "changed": Heading(_("Changed"), "whole"),
        "unchanged": Heading(_("Unchanged"), "whole"),
        "rejected": Heading(_("Refused"), "whole"),
    }
    tables.show(view, DataFrame([_row(batch) for batch in reversed(batches)]), headings, "import_history")
    _undo(session, view, batches[-1])


def _row(batch: Batch) -> dict[str, Any]:
    totals = [sum(counts[place] for counts in batch.counts.values()) for place in range(len(_COUNTS))]
    return {
        "number": batch.number,
        "moment": f"{day(batch.imported_at.date())}, {batch.imported_at:%H:%M}",
        "who": batch.imported_by,
        "files": ", ".join(batch.files),
        **dict(zip(_COUNTS, totals, strict=True)),
    }


def _undo(session: Session, view: View, last: Batch) -> None:
    refusal = intake.undo_refusal(view.scope.viewer, last)
    if refusal is not None:
        st.caption(_(refusal))
        return
    with st.popover(_("Undo import {number}", number=last.number), icon=":material/undo:", key="import_undo"):
        titles = ", ".join(_(contract_table(name).title) for name in last.counts)
        added, changed = (sum(counts[place] for counts in last.counts.values()) for place in (0, 1))
        st.write(
            _(
                "{tables}: what was new ({added}) goes away, what changed ({changed}) becomes what it was.",
                tables=plain(titles),
                added=whole(added),
                changed=whole(changed),
            )
        )
        if st.button(_("Undo import {number} now", number=last.number), type="primary", key="import_undo_now"):
            view.house.undo()
            sessions.restart(session, _("Import {number} is undone.", number=last.number))
            st.rerun()
