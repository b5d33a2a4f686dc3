"""What one viewer sees of one version, under one choice of period and filters: analyses, queries, metrics, scores."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import ModuleType
from typing import Any

from pandas import DataFrame

from analytics import results, scoring
from analytics.holdings import Passport, Status
from analytics.metrics import metric
from analytics.question import Question, Scores
from analytics.words import _
from data import console, queries
from data.books import Books
from data.engine.duckdb import Engine
from data.errors import NotPermitted, UsageError
from data.scope import Scope
from data.state import State, document_key


@dataclass(frozen=True)
class Sight:
    """Answers everything that is asked under ``scope``; ``books`` are those of its version."""

    engine: Engine
    books: Books
    scope: Scope

    def run(self, stem: str, options: Mapping[str, Any] | None = None) -> Any:
        """What the analysis ``stem`` finds: its ``Result``.

        The frames that it names are fetched, the scores that it uses read or made.

        Raises:
            UnknownName: there is no such analysis.
            UsageError: an option that it doesn't take, or a value that doesn't fit.
            NotPermitted: it is about pay, which the viewer doesn't see.
        """
        found = scoring.module(stem)
        if getattr(found, "NEEDS_PAY", False) and not self.scope.viewer.sees_pay:
            raise NotPermitted("Pay is shown to directors, and to each manager their own.")
        chosen = results.options(getattr(found, "Options", None), options or {})
        used = (*getattr(found, "USES", ()), *([stem] if hasattr(found, "score") else []))
        return found.analyse(self._frames(found), self._question(chosen, used))

    def query(self, name: str, **given: Any) -> DataFrame:
        """The rows of a named query.

        Raises:
            UnknownName: there is no such query.
            UsageError: a parameter that it needs is missing.
        """
        text = queries.text(name)
        missing = queries.parameters(text) - {"as_of", "start", "end", *given}
        if missing:
            raise UsageError("The query {name} also needs {missing}.", name=name, missing=", ".join(sorted(missing)))
        return self._frame(name, exact=True, given=given)

    def sql(self, text: str) -> DataFrame:
        """The rows of a read-only statement over what the scope sees, run in a child process."""
        return console.ask(self.engine.workspace, self.scope, text, self._chosen)

    def passport(self, name: str) -> Passport:
        """Where the metric ``name`` comes from.

        Raises:
            KeyError: no metric has that name, or its rows come from a score.
        """
        found = metric(name)
        query = found.query or ""
        rows, through = self._frame(query, exact=True), self.books.known_through
        known = {table: through[table] for table in found.tables if table in through}
        return Passport(found, rows, found.total(rows), queries.text(query), known)

    def scores(self, stem: str) -> Scores:
        """What the scoring analysis ``stem`` found, cut down to the clients that the scope sees."""
        made = scoring.scores(self.engine, self.books, self.scope, stem)
        return made if self.scope.is_whole else scoring.narrowed(made, self._frame("status_clients"))

    def status(self) -> Status:
        """What the viewer's version holds, and what the filters may be set to."""
        found, bare = self.books, self._without_filters()
        managers, products = bare._frame("status_managers"), bare._frame("status_products")
        first = bare._frame("status_days")["first_day"]
        return Status(
            is_empty=not any(found.rows.values()),
            is_sample=found.settings.get("is_sample") == "true",
            currency=found.settings.get("currency", "EUR"),
            version=self.scope.version,
            rows=self._rows(),
            known_through=found.known_through,
            first_day=None if first.isna().all() else first.iloc[0].date(),
            last_day=found.last_day,
            teams=tuple(sorted(managers["team"].dropna().unique())),
            managers=dict(zip(managers["manager_id"], managers["name"], strict=True)),
            regions=tuple(bare._frame("status_regions")["region"]),
            segments=bare._segment_names(),
            products=dict(zip(products["product_id"], products["name"], strict=True)),
        )

    def _without_filters(self) -> "Sight":
        scope = self.scope
        return Sight(self.engine, self.books, Scope(scope.viewer, scope.version, scope.as_of, is_past=scope.is_past))

    def _frame(self, name: str, *, exact: bool = False, given: Mapping[str, Any] | None = None) -> DataFrame:
        return self.engine.frame(queries.text(name), self.scope, given, exact=exact, chosen=self._chosen)

    def _frames(self, found: ModuleType) -> dict[str, DataFrame]:
        """The frames that an analysis names: of the scope, and of the whole company."""
        company = Sight(self.engine, self.books, self.scope.company())
        frames: dict[str, DataFrame] = {}
        for attribute, sight, exact in (
            ("FRAMES", self, False),
            ("EXACT", self, True),
            ("COMPANY", company, False),
            ("COMPANY_EXACT", company, True),
        ):
            for argument, name in getattr(found, attribute, {}).items():
                frames[argument] = sight._frame(name, exact=exact)
        return frames

    def _question(self, options: Any, used: tuple[str, ...]) -> Question:
        return Question(
            self.scope.as_of,
            self.scope.start,
            self.scope.end,
            options,
            self.books.known_through,
            {stem: self.scores(stem) for stem in used if stem in scoring.analyses()},
            self.books.documents,
            self.scope.is_whole,
            self._acknowledged(),
        )

    def _acknowledged(self) -> dict[tuple[str, str], datetime]:
        """When each manager has read each scheme, by its text; nothing of it for those who see no pay."""
        if not self.scope.viewer.sees_pay:
            return {}
        kept = State(self.engine.workspace.path).acknowledged("scheme")
        texts = {document_key(text): text for text in self.books.documents.get("scheme", ())}
        return {(texts[key], who): at for (key, who), at in kept.items() if key in texts}

    @cached_property
    def _chosen(self) -> tuple[str, ...]:
        """The clients in the segments that the scope is filtered by."""
        if not self.scope.segments:
            return ()
        members = scoring.scores(self.engine, self.books, self.scope, "segments").tables["members"]
        return tuple(members.loc[members["segment"].isin(self.scope.segments), "client_id"])

    def _segment_names(self) -> dict[str, str]:
        if "segments" not in scoring.analyses() or not self.books.rows.get("clients"):
            return {}
        names = scoring.scores(self.engine, self.books, self.scope, "segments").facts.get("names", {})
        return {key: _(str(name)) for key, name in names.items()}

    def _rows(self) -> dict[str, int]:
        """Stored rows by table; of pay, the rows that the viewer sees."""
        pay = self.engine.frame(queries.text("status_payroll"), self.scope) if self.scope.viewer.sees_pay else None
        return {**self.books.rows, "payroll": 0 if pay is None else len(pay)}
