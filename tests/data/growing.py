"""A small workspace that grows by a client a version."""

import duckdb

from data.store import DRAFT, Workspace


def add_client(workspace: Workspace, key: str) -> int:
    """Another client in a version of its own; returns its number."""
    with duckdb.connect() as con, workspace.draft(con) as draft:
        con.execute(f"insert into {DRAFT}.stored.clients (client_id, name) values ($key, $key)", {"key": key})
        draft.build_marts()
    return draft.number


def clients(workspace: Workspace) -> list[str]:
    """The ids in the version in force."""
    number = workspace.number()
    with duckdb.connect() as con:
        workspace.attach(con, number)
        return [row[0] for row in con.execute(f"select client_id from main_{number:06d}.clients order by 1").fetchall()]
