"""The verbs of the command line."""

from analytics.commands import asking, importing, merging, upkeep
from analytics.commands.verb import Verb

VERBS: tuple[Verb, ...] = (*upkeep.VERBS[:1], *importing.VERBS, *merging.VERBS, *asking.VERBS, *upkeep.VERBS[1:])
"""Every verb, in the order in which help lists them."""
