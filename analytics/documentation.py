"""``docs/metrics.md``, written from ``METRICS``: what each number means and the SQL behind it.

``python -m analytics.documentation`` writes it; a test compares.
"""

from pathlib import Path

from analytics.metrics import METRICS, Metric
from data import queries

PAGE = Path(__file__).resolve().parent.parent / "docs" / "metrics.md"

_HEAD = """# Metrics

Every number that Haldur shows by name, written from `analytics/metrics/`. The number is the sum of `value` over the
rows of its query, or the sum of `value` over the sum of `base`; “Where from?” on screen shows those rows.
"""


def metrics_page() -> str:
    """The whole page, in the order of ``METRICS``."""
    return "\n".join([_HEAD, *(_entry(metric) for metric in METRICS)])


def _entry(metric: Metric) -> str:
    better = {"more": "more is better", "less": "less is better", "neither": "neither more nor less is better"}
    lines = [
        f"## {metric.title}",
        "",
        metric.definition,
        "",
        f"`{metric.name}` · {metric.unit} · {better[metric.better]} · from {', '.join(metric.tables)}",
        "",
    ]
    if metric.query:
        lines += ["```sql", queries.text(metric.query).strip(), "```", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(metrics_page(), encoding="utf-8")
