"""What one person's import is at: kept in the session, so that a look at another page loses nothing."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from analytics.intake import jobs, mapping_form, uploads
from analytics.intake.jobs import CANCELLED, Job
from analytics.intake.mapping_form import Form
from analytics.intake.uploads import Upload
from analytics.words import N_, _
from pages.components.view import View

Step = Literal["upload", "columns", "check", "stored"]
Work = Literal["sample", "check", "store"]

STEPS: dict[Step, str] = {
    "upload": N_("1 Upload"),
    "columns": N_("2 Columns"),
    "check": N_("3 Check"),
    "stored": N_("4 Store"),
}
WORK_STEPS: dict[Work, Step] = {"sample": "upload", "check": "check", "store": "stored"}
"""The step that each work belongs to."""

_KEY = "import_session"
_REFUSED = 1


@dataclass(slots=True)
class Session:
    """One import in the making.

    ``report`` is what the last check or store printed, ``forms`` are the files' mappings as edited; ``message`` is why
    the last work came to nothing, ``notice`` what was done before. ``confirmed`` are the unknown numbers that were
    confirmed, (entity, code) → id; ``mark_removed`` the tables whose lacking rows are to be marked removed. ``round``
    numbers the widgets, so that a new import starts with empty ones.
    """

    step: Step = "upload"
    upload: Upload | None = None
    mode: Literal["upsert", "replace"] = "upsert"
    currency: str = ""
    good_rows: bool = False
    known_through: dict[str, date] = field(default_factory=dict)
    confirmed: dict[tuple[str, str], str] = field(default_factory=dict)
    mark_removed: set[str] = field(default_factory=set)
    report: dict[str, Any] | None = None
    forms: list[Form] = field(default_factory=list)
    message: str = ""
    notice: str = ""
    job: Job | None = None
    work: Work = "check"
    round: int = 0


def current() -> Session:
    """The session's import; a new one where there is none."""
    found: Session = st.session_state.setdefault(_KEY, Session())
    return found


def restart(session: Session, notice: str = "") -> None:
    """Drops the import with its files; what was stored stays stored. ``notice`` is said above the new one."""
    if session.upload is not None:
        uploads.forget(session.upload)
    st.session_state[_KEY] = Session(round=session.round + 1, notice=notice)


def check(session: Session, view: View) -> None:
    """Starts the check of the upload in a child process."""
    session.work, session.report = "check", None
    _start(session, view, ["check", "--effects", *_words(session)])


def check_mapped(session: Session, view: View) -> None:
    """The same with the mapping as it stands in the forms, written next to the upload."""
    if session.upload is not None:
        session.upload.mapping.write_text(mapping_form.as_toml(session.forms), encoding="utf-8")
    check(session, view)


def store(session: Session, view: View) -> None:
    """Starts storing the upload in a child process."""
    session.work = "store"
    _start(session, view, ["import", *_words(session)])


def make_sample(session: Session, view: View) -> None:
    """Starts making the sample company's exports; storing them follows."""
    folder = uploads.new_folder(view.house.workspace.path)
    session.upload = Upload(folder, {"": folder / "files"})
    session.work = "sample"
    _start(session, view, ["sample", "--out", str(session.upload.content)])


def follow(session: Session, view: View) -> bool:
    """Whether work goes on; what has ended since the last look is taken in."""
    if session.job is None:
        return False
    if session.job.is_running():
        return True
    outcome, session.job = session.job.outcome(), None
    session.message, session.notice = _message(outcome), _notice(outcome)
    if session.message or session.notice:
        session.step = session.step if session.report else "upload"
        return False
    session.report = outcome.report if session.work != "sample" else None
    _next(session, view, is_good=outcome.status == 0)
    return session.job is not None


def cancel(session: Session) -> None:
    """Ends the work; nothing of it is left."""
    if session.job is not None:
        session.job.cancel()


def _next(session: Session, view: View, *, is_good: bool) -> None:
    """What comes after the work that ended well: storing the sample, the check's findings, or the end.

    What was stored is seen from the next run on, which begins with the new version.
    """
    if session.work == "sample":
        store(session, view)
    elif session.work == "store" and session.report and session.report["stored"]:
        session.step = "stored"
        if session.upload is not None:
            uploads.forget_files(session.upload)
        st.rerun()
    else:
        session.forms = mapping_form.forms(session.report or {}, session.forms) or session.forms
        is_asked = any(form.unanswered for form in session.forms)
        is_mended_there = _is_unread(session.report) and any(form.feeds for form in session.forms)
        session.step = "columns" if is_asked or (is_mended_there and not is_good) else "check"


def _is_unread(report: dict[str, Any] | None) -> bool:
    """Whether a file couldn't be taken for a table, so that its columns are what needs a look."""
    return report is None or not report["tables"]


def _message(outcome: jobs.Outcome) -> str:
    """Why the work failed; empty where it didn't."""
    has_report = outcome.status in (0, _REFUSED) and outcome.report is not None
    if has_report or outcome.status == CANCELLED:
        return ""
    told = (outcome.report or {}).get("error")
    return str(told) if told else _("The work was ended from outside; nothing was stored. Try again.")


def _notice(outcome: jobs.Outcome) -> str:
    return _("Cancelled; nothing was stored.") if outcome.status == CANCELLED else ""


def _start(session: Session, view: View, words: list[str]) -> None:
    if session.upload is None:
        raise ValueError("there is nothing to work on")
    viewer = view.scope.viewer.email
    folder: Path = session.upload.folder
    uploads.forget_refused(session.upload)
    session.message = session.notice = ""
    session.job = jobs.start([*words, *(["--viewer", viewer] if viewer else [])], folder, view.house.workspace.path)


def _words(session: Session) -> list[str]:
    """The words of the command line for the upload as it is set."""
    if session.upload is None:
        raise ValueError("there is nothing to work on")
    words = [str(path) for path in session.upload.files.values()]
    words += ["--mode", session.mode, "--rejects", str(session.upload.rejects)]
    words += ["--mapping", str(session.upload.mapping)] if session.upload.mapping.exists() else []
    words += ["--currency", session.currency] if session.currency else []
    words += ["--good-rows"] if session.good_rows else []
    words += [f"--confirm={entity}:{code}={known}" for (entity, code), known in session.confirmed.items()]
    words += [f"--mark-removed={name}" for name in sorted(session.mark_removed)]
    return words + [f"--known-through={name}={day.isoformat()}" for name, day in session.known_through.items()]
