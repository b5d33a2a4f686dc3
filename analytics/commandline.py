"""The command line, for schedules and for whoever has no screen: ``python -m analytics VERB …``.

Exit status: 0 done, 1 the data was refused (the report says why), 2 the call's words are off (one line on standard
error), 3 the workspace or the program failed, 4 not permitted. With ``--json`` standard output holds one JSON
object and nothing else. An error that nobody foresaw is told as an incident number; the log has the rest.
"""

import argparse
import os
import sys
import threading
import time
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from analytics import commands
from analytics.commands.verb import Answer, Call, Verb
from analytics.results import dumps
from analytics.words import _, speaking
from data import log, store
from data.errors import HaldurError, UsageError
from data.settings import Settings

PROGRAM = "python -m analytics"

_stopped = threading.Event()
"""Set once the call has been asked to end: a query that was under way fails with an error of the database's own."""


class _Parser(argparse.ArgumentParser):
    """A parser that tells what is off in one line, where argparse would print the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{self.prog}: {message}. “{self.prog} --help” tells more.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Answers one call and returns the exit status; ``arguments`` are the process's own when None."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        settings = Settings.read()
        given = _parsed(_parser(settings), words)
    except UsageError as error:
        return _failed(error, as_json="--json" in words)
    log.configure(given.workspace, settings.log_level)
    with speaking(settings.language):
        return _answer(given.verb, Call(given, settings))


def stop(_number: int, _frame: FrameType | None) -> None:
    """What a signal to end does: the call leaves as an interrupted one and cleans up.

    Once a batch is in force, the call goes on to its end and tells so.
    """
    if not store.changes():
        _stopped.set()
        raise KeyboardInterrupt


def _answer(verb: Verb, call: Call) -> int:
    """Runs the verb, prints what it answers, and turns every error into its exit status."""
    started, before = time.perf_counter(), store.changes()
    status = 3
    _stopped.clear()
    try:
        answer = verb.run(call)
        _print(answer, as_json=call.as_json)
        status = answer.status
    except HaldurError as error:
        status = _failed(error, as_json=call.as_json)
    except KeyboardInterrupt:
        print("Stopped; nothing was stored.", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if _stopped.is_set():
            print("Stopped; nothing was stored.", file=sys.stderr)
        else:
            status = _failed(_unforeseen(error), as_json=call.as_json)
    if status and store.changes() > before:
        print(_("What was imported or taken back is so nevertheless; “history” lists it."), file=sys.stderr)
    log.event("call", verb=verb.name, status=status, seconds=round(time.perf_counter() - started, 3))
    return status


def _parser(settings: Settings) -> _Parser:
    parser = _Parser(prog=PROGRAM, description="Haldur: a company's exports in, answers out.")
    verbs = parser.add_subparsers(metavar="VERB", required=True, dest="name")
    for verb in commands.VERBS:
        own = verbs.add_parser(verb.name, help=verb.does, description=verb.does)
        verb.arguments(own)
        own.add_argument(
            "--workspace", default=settings.workspace, metavar="DIR", help="the folder that holds the data"
        )
        own.add_argument("--viewer", default=settings.viewer, metavar="EMAIL", help="whose rights hold")
        own.add_argument("--json", action="store_true", help="print one JSON object")
        own.set_defaults(verb=verb)
    return parser


def _parsed(parser: _Parser, words: list[str]) -> argparse.Namespace:
    """The words read; ``key=value`` may stand anywhere after its verb, where argparse would take it in one place."""
    given, rest = parser.parse_known_args(words)
    strange = [word for word in rest if word.startswith("-") or "=" not in word or not hasattr(given, "options")]
    if strange:
        parser.error(f"unrecognized arguments: {' '.join(strange)}")
    if rest:
        given.options = [*given.options, *rest]
    return given


def _print(answer: Answer, *, as_json: bool) -> None:
    text = dumps(answer.content) if as_json else answer.text
    if text:
        sys.stdout.write(text.rstrip("\n") + "\n")
        sys.stdout.flush()
    if answer.notice:
        print(answer.notice, file=sys.stderr)


def _failed(error: HaldurError, *, as_json: bool) -> int:
    """Tells a fault in one line on standard error, and as an object where one was asked for."""
    line = " ".join(_(error.template, **error.values).split())
    print(line, file=sys.stderr)
    if as_json:
        print(dumps({"error": line, "status": error.exit_status}))
    return error.exit_status


def _unforeseen(error: Exception) -> HaldurError:
    number = log.incident(error)
    return HaldurError("Something unforeseen went wrong. It is in the log as incident {number}.", number=number)
