"""The verbs of the command line."""

from analytics.commands import asking, bench, importing, upkeep
from analytics.commands.verb import Verb

VERBS: tuple[Verb, ...] = (*upkeep.VERBS[:1], *importing.VERBS, *asking.VERBS, *bench.VERBS, *upkeep.VERBS[1:])
"""Every verb, in the order in which help lists them."""
