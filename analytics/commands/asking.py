"""``run``, ``query`` and ``sql``: questions put to a workspace under a viewer's scope."""

from argparse import ArgumentParser
from pathlib import Path

from analytics import runner
from analytics.commands import plaintext
from analytics.commands.verb import Answer, Call, Verb, day, last_day, month, pairs
from analytics.results import to_json
from analytics.runner import House, Scope
from data.errors import UsageError

_FILES = ("scheme",)
"""Options that are given as a file and passed as its text."""


def _run_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("analysis", metavar="ANALYSIS", help="its name, as in churn")
    _period_arguments(parser)
    parser.add_argument("options", nargs="*", metavar="key=value", help="the analysis' own options")


def _query_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("query", metavar="NAME", help="a file of data/sql/queries, without .sql")
    _period_arguments(parser)
    parser.add_argument("options", nargs="*", metavar="key=value", help="the query's parameters")


def _sql_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("statement", metavar="SQL", help="one select statement over the marts")
    _period_arguments(parser)


def _period_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--as-of", type=day, metavar="DAY", help="the day looked from, like 2026-11-03")
    parser.add_argument("--from", type=month, dest="first", metavar="MONTH", help="the period's first month")
    parser.add_argument("--to", type=month, dest="last", metavar="MONTH", help="the period's last month")


def _scope(call: Call) -> tuple[House, Scope]:
    house = runner.open_workspace(call.workspace)
    end = last_day(call.given.last) if call.given.last else None
    return house, house.scope(call.viewer, call.given.as_of, call.given.first, end)


def _run(call: Call) -> Answer:
    options = pairs(call.given.options)
    options |= {name: _text(options[name]) for name in _FILES if name in options}
    runner.module(call.given.analysis)
    house, scope = _scope(call)
    content = to_json(house.run(call.given.analysis, scope, options))
    return Answer(content, "" if call.as_json else plaintext.sections(content))


def _query(call: Call) -> Answer:
    parameters = pairs(call.given.options)
    house, scope = _scope(call)
    return _rows(call, house.query(call.given.query, scope, **parameters))


def _sql(call: Call) -> Answer:
    house, scope = _scope(call)
    return _rows(call, house.sql(call.given.statement, scope))


def _rows(call: Call, frame: object) -> Answer:
    records = to_json(frame)
    return Answer({"rows": records}, "" if call.as_json else plaintext.table(records, most=len(records)))


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it isn't UTF-8 text"
        raise UsageError("{file} can't be read: {reason}.", file=path, reason=reason) from error


VERBS = (
    Verb("run", "prints an analysis' result, the same that its page shows", _run_arguments, _run),
    Verb("query", "prints the rows of a named query", _query_arguments, _query),
    Verb("sql", "prints the rows of a read-only statement over what the viewer may see", _sql_arguments, _sql),
)
