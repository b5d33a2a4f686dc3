"""``sample`` and ``doctor``: a company to try things on, and a workspace's health."""

from argparse import ArgumentParser
from pathlib import Path

from analytics.commands.verb import Answer, Call, Verb
from analytics.results import to_json
from data.doctor import Finding, Health, examine
from data.errors import UsageError
from data.store import Workspace

LEAST_CLIENTS = 20
SAMPLE_MARK = ".haldur-sample"
"""A hidden file in the folder of the sample company's exports, by which an import knows them."""

_MARKS = {"good": "ok  ", "doubtful": "look", "bad": "BAD "}


def _sample_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--clients", type=int, default=2000, metavar="N", help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, default=7, metavar="S", help="another seed is another company")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder for the exports")
    parser.add_argument("--progress", type=Path, metavar="FILE", help="write there how far the work is (JSON)")


def _sample(call: Call) -> Answer:
    from data import sample

    given = call.given
    if given.clients < LEAST_CLIENTS:
        raise UsageError(
            "--clients is {number}; it would be {least} or more.", number=given.clients, least=LEAST_CLIENTS
        )
    try:
        folder = sample.write(given.out, clients=given.clients, seed=given.seed)
        (folder / SAMPLE_MARK).touch()
    except OSError as error:
        raise UsageError("{folder} can't be written: {reason}.", folder=given.out, reason=error.strerror) from error
    files = sorted(file.name for file in folder.iterdir() if file.name != SAMPLE_MARK)
    text = f"The sample company's exports are in {folder}: {len(files)} files."
    return Answer({"folder": str(folder), "files": files}, text)


def _doctor_arguments(_parser: ArgumentParser) -> None:
    """The verb takes only what every verb takes."""


def _doctor(call: Call) -> Answer:
    health = examine(Workspace(call.workspace))
    content = {**to_json(health), "usable": health.is_usable}
    return Answer(content, _told(health), status=0 if health.is_usable else 3)


def _told(health: Health) -> str:
    return "\n".join([health.workspace, *(_line(finding) for finding in health.findings)])


def _line(finding: Finding) -> str:
    return f"{_MARKS[finding.state]}  {finding.check}: {finding.message} {finding.remedy}".rstrip()


VERBS = (
    Verb("sample", "writes the sample company's exports", _sample_arguments, _sample),
    Verb("doctor", "tells a workspace's health and what to do about it", _doctor_arguments, _doctor),
)
