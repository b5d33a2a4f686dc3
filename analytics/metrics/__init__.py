"""The numbers that Haldur shows by name: each is defined once, with the query that gives the rows behind it."""

from analytics.metrics import base, clients, money, sales
from analytics.metrics.record import Better, Metric, Unit, exact_sum

__all__ = ["METRICS", "Better", "Metric", "Unit", "exact_sum", "metric"]

METRICS: tuple[Metric, ...] = (*sales.METRICS, *clients.METRICS, *money.METRICS, *base.METRICS)
"""Every metric; ``metric(name)`` finds one."""


_BY_NAME = {item.name: item for item in METRICS}


def metric(name: str) -> Metric:
    """The metric called ``name``.

    Raises:
        KeyError: no metric has that name.
    """
    return _BY_NAME[name]
