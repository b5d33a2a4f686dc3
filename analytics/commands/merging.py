"""``merge`` and ``unmerge``: two entries of one client made one, and parted again."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path

from analytics import runner
from analytics.commands.verb import Answer, Call, Verb
from analytics.intake import jobs
from data import log


def _merge_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("client", metavar="CLIENT", help="the id of the entry that goes")
    parser.add_argument("into", metavar="INTO_CLIENT", help="the id of the entry that stays")
    _progress_argument(parser)


def _unmerge_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("client", metavar="CLIENT", help="the id of the entry that was merged into another")
    parser.set_defaults(into=None)
    _progress_argument(parser)


def _progress_argument(parser: ArgumentParser) -> None:
    parser.add_argument("--progress", type=Path, metavar="FILE", help="write there how far the work is (JSON)")


def _run(call: Call) -> Answer:
    given, path = call.given, call.given.progress
    house = runner.open_workspace(call.workspace)
    progress = None if path is None else lambda step, share: jobs.write_progress(path, step, share)
    number = house.merge(given.client, given.into, call.viewer, datetime.now().replace(microsecond=0), progress)
    log.event(given.verb.name, batch=number)
    if given.into:
        text = f"{given.client} is merged into {given.into}: import {number}, which “undo” or “unmerge” takes back."
    else:
        text = f"{given.client} is a client of its own again: import {number}."
    return Answer({"batch": number, "client_id": given.client, "into_id": given.into}, text)


VERBS = (
    Verb("merge", "makes two entries of one client one", _merge_arguments, _run),
    Verb("unmerge", "parts a client from the one that it was merged into", _unmerge_arguments, _run),
)
