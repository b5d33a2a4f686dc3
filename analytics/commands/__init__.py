"""The verbs of the command line."""

from analytics.commands import asking, bench, importing, merging, reading, upkeep
from analytics.commands.verb import Verb

VERBS: tuple[Verb, ...] = (
    *upkeep.VERBS[:1],
    *importing.VERBS,
    *merging.VERBS,
    *reading.VERBS,
    *asking.VERBS,
    *bench.VERBS,
    *upkeep.VERBS[1:],
)
"""Every verb, in the order in which help lists them."""
