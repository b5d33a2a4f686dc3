"""Merging two entries of one client, and parting them: asked on screen, done in a child process, told when done."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from pandas import Series

from analytics import intake, words
from analytics.intake import jobs, uploads
from analytics.intake.jobs import CANCELLED, Job
from analytics.intake.uploads import Upload
from analytics.words import N_, _
from pages.components.text import plain
from pages.components.view import View

_KEY, _NOTICE = "merging_work", "merging_notice"
_SECONDS = 0.5
_MERGED = N_(
    "{name} ({client}) is merged into {other} ({into}). Part the two under “Merged”, or undo the import: "
    "either takes it back."
)
_PARTED = N_("{name} ({client}) is a client of its own again.")


@dataclass(frozen=True, slots=True)
class Work:
    """A merge that runs: its process, its folder, what is said while it lasts and when it is done."""

    job: Job
    folder: Path
    title: str
    done: str


def at_work(view: View) -> bool:
    """Whether a merge runs; if so, draws how far it is. What has ended is told once."""
    work: Work | None = st.session_state.get(_KEY)
    if work is not None and work.job.is_running():
        _progress(work, words.language(), words.currency())
        return True
    if work is not None:
        st.session_state[_NOTICE] = _ended(work)
        del st.session_state[_KEY]
        st.rerun()
    is_good, told = st.session_state.pop(_NOTICE, (True, ""))
    with st.container():
        if told and is_good:
            st.info(plain(told), icon=":material/info:")
        elif told:
            st.error(plain(told), icon=":material/error:")
    return False


def choose(view: View, one: Series, other: Series) -> None:
    """Draws which of two clients stays, and the button that merges; for who may not merge, why."""
    refusal = intake.import_refusal(view.scope.viewer)
    if refusal is not None:
        st.caption(_("Only directors and analysts merge clients."))
        return
    key = f"{one['client_id']}_{other['client_id']}"
    ids = {each["client_id"]: each["name"] for each in (one, other)}
    row = st.container(horizontal=True, vertical_alignment="bottom")
    stays = row.segmented_control(
        _("Which entry stays"),
        list(ids),
        default=one["client_id"],
        required=True,
        key=f"merge_stays_{key}",
        width="content",
    )
    goes = next(client for client in ids if client != stays)
    with row.popover(_("Merge"), icon=":material/merge:", key=f"merge_{key}"):
        st.write(
            _(
                "Deals, invoices and all else of {goes} ({name}) will count for {stays}, and fill what it lacks. No "
                "row is lost: it can be undone, and the two parted later.",
                goes=plain(goes),
                name=plain(ids[goes]),
                stays=plain(stays),
            )
        )
        if st.button(
            _("Merge {goes} into {stays}", goes=plain(goes), stays=plain(stays)), type="primary", key=f"merge_now_{key}"
        ):
            values = {"client": goes, "name": ids[goes], "into": stays, "other": ids[stays]}
            _start(view, ["merge"], [goes, stays], _("Merging {name} into {other}", **values), _(_MERGED, **values))


def part(view: View, client_id: str, name: str, into: str) -> None:
    """Draws the button that parts a merged client from the one that it was merged into."""
    if intake.import_refusal(view.scope.viewer) is not None:
        st.caption(_("Only directors and analysts part clients."))
        return
    label = _("Part {name} ({client}) from {into}", name=plain(name), client=plain(client_id), into=plain(into))
    if st.button(label, icon=":material/call_split:", key=f"part_{client_id}"):
        values = {"client": client_id, "name": name, "into": into}
        _start(view, ["unmerge"], [client_id], _("Parting {name} from {into}", **values), _(_PARTED, **values))


def _start(view: View, verb: list[str], ids: list[str], title: str, done: str) -> None:
    """Starts the work; ids stand behind “--”, so that one that begins with “-” is still an id."""
    folder = uploads.new_folder(view.house.workspace.path)
    viewer = view.scope.viewer.email
    told = [*verb, *(["--viewer", viewer] if viewer else []), "--", *ids]
    st.session_state[_KEY] = Work(jobs.start(told, folder, view.house.workspace.path), folder, title, done)
    st.rerun()


def _ended(work: Work) -> tuple[bool, str]:
    """Whether it went well, and what is told of it."""
    outcome = work.job.outcome()
    uploads.forget(Upload(work.folder, {}))
    if outcome.status == CANCELLED:
        return True, _("Cancelled; nothing was stored.")
    if outcome.status == 0:
        return True, work.done
    told = (outcome.report or {}).get("error")
    return False, str(told) if told else _("The work was ended from outside; nothing was stored. Try again.")


@st.fragment(run_every=_SECONDS)
def _progress(work: Work, language: str, currency: str) -> None:
    words.set_language(language, currency)
    if not work.job.is_running():
        st.rerun()
    found = work.job.progress()
    with st.container(border=True):
        st.subheader(plain(work.title), anchor=False)
        st.progress(min(1.0, max(0.0, found.share)), text=_(found.step) if found.step else _("Starting"))
        if st.button(_("Cancel"), icon=":material/close:", key="merging_cancel"):
            work.job.cancel()
            st.rerun()
