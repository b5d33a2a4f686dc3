"""Free SQL in a child process: one statement, over copies of what its viewer may see, with nothing else in reach.

The child copies the marts that the statement names into an empty in-memory database, lets go of the workspace,
locks the configuration, and only then runs the statement. So neither another table nor a file nor the network is there.
"""

import io
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
from pandas import DataFrame

from data.errors import UsageError
from data.schema import quoted
from data.scope import Scope, named, narrow
from data.store import Workspace

ROW_LIMIT = 10_000
SECONDS = 30
_MEMORY = "1GB"


@dataclass(frozen=True, slots=True)
class Asked:
    """One statement for the child, with the scope that it runs under."""

    workspace: Path
    scope: Scope
    chosen: tuple[str, ...]
    sql: str


def ask(workspace: Workspace, scope: Scope, sql: str, chosen: tuple[str, ...] = ()) -> DataFrame:
    """The rows of a read-only statement over the scoped marts, at most ``ROW_LIMIT`` of them.

    Raises:
        UsageError: the statement isn't one ``select``, is wrong, or took longer than ``SECONDS``.
    """
    given = pickle.dumps(Asked(workspace.path, scope, chosen, sql))
    command = [sys.executable, "-m", "data.console"]
    root = Path(__file__).resolve().parent.parent
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=SECONDS, cwd=root, check=False)
    except subprocess.TimeoutExpired as error:
        raise UsageError("The statement took longer than {seconds} seconds.", seconds=SECONDS) from error
    if done.returncode != 0:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError("The statement can't be run: {reason}", reason=reason[-1] if reason else "it was stopped")
    with pa.ipc.open_stream(io.BytesIO(done.stdout)) as reader:
        table: DataFrame = reader.read_all().to_pandas(date_as_object=False)
    return table


def _answer(asked: Asked) -> pa.Table:
    con = duckdb.connect(config={"python_enable_replacements": False, "memory_limit": _MEMORY})
    _one_select(con, asked.sql)
    _copy(con, asked)
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    return con.sql(f"select * from ({asked.sql.strip().rstrip(';')}\n) limit {ROW_LIMIT}").to_arrow_table()


def _one_select(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    statements = con.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise ValueError("one “select” statement is expected.")


def _copy(con: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    """Puts what the viewer may see of the marts that the statement's words name into ``con``, and nothing else."""
    workspace, version = Workspace(asked.workspace), asked.scope.version
    pay = f"pay_{version:06d}" if asked.scope.viewer.sees_pay else None
    workspace.attach(con, version, pay=pay is not None)
    cursor = con.cursor()
    narrow(cursor, asked.scope, f"main_{version:06d}", pay, asked.chosen, asked.sql)
    for mart in named(asked.sql):
        name = quoted(mart.name)
        cursor.execute(f"create table memory.main.{name} as select * from temp.{name}")
    cursor.close()
    for catalog in filter(None, (f"main_{version:06d}", pay)):
        con.execute(f"detach {catalog}")


def main() -> int:
    """Runs one statement that the parent sent; rows go to standard output as an Arrow stream."""
    try:
        table = _answer(pickle.load(sys.stdin.buffer))
    except (duckdb.Error, ValueError) as error:
        print(str(error).replace("\n", " "), file=sys.stderr)
        return 1
    with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as writer:
        writer.write_table(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
