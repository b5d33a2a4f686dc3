"""The imports of the workspace, and the last one taken back."""

from typing import Any

import streamlit as st
from pandas import DataFrame

from analytics import intake
from analytics.runner import Batch, contract_table
from analytics.words import N_, _, day, whole
from pages.components import tables
from pages.components.importing import session as sessions
from pages.components.importing.session import Session
from pages.components.tables import Heading
from pages.components.text import plain
from pages.components.view import View

_COUNTS = ("added", "changed", "unchanged", "rejected")

_MERGES = {
    "merge": (N_("Merged: {clients}"), N_("{clients}: the two are clients of their own again.")),
    "unmerge": (N_("Parted: {clients}"), N_("{clients} is merged into the other client again.")),
}
"""Batches without files, by mode: what was done, and what undoing it does."""


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
        "what": Heading(_("What")),
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
        "what": _what(batch),
        **dict(zip(_COUNTS, totals, strict=True)),
    }


def _what(batch: Batch) -> str:
    names = ", ".join(batch.files)
    return _(_MERGES[batch.mode][0], clients=names) if batch.mode in _MERGES else names


def _undo(session: Session, view: View, last: Batch) -> None:
    refusal = intake.undo_refusal(view.scope.viewer, last)
    if refusal is not None:
        st.caption(_(refusal))
        return
    # the number in the key: a popover that stayed open would have the next import under a second click
    label, key = _("Undo import {number}", number=last.number), f"import_undo_{last.number}"
    with st.popover(label, icon=":material/undo:", key=key):
        st.write(plain(_undoing(last)))
        if st.button(_("Undo import {number} now", number=last.number), type="primary", key="import_undo_now"):
            view.house.undo()
            sessions.restart(session, _("Import {number} is undone.", number=last.number))
            st.rerun()


def _undoing(last: Batch) -> str:
    """What undoing does, in a sentence."""
    if last.mode in _MERGES:
        return _(_MERGES[last.mode][1], clients=", ".join(last.files))
    titles = ", ".join(_(contract_table(name).title) for name in last.counts)
    added, changed = (sum(counts[place] for counts in last.counts.values()) for place in (0, 1))
    return _(
        "{tables}: what was new ({added}) goes away, what changed ({changed}) becomes what it was.",
        tables=titles,
        added=whole(added),
        changed=whole(changed),
    )
