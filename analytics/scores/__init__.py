"""What every scoring analysis shares: models with reasons, the proof of a model, and rates of few observations.

- ``prove``, ``not_enough``, ``Proof``, ``auc``, ``brier``: how well probabilities foretell what came after.
- ``fit``, ``Model``, ``reasons``, ``leaks``: probabilities from mixed features, and what each rests on.
- ``shrink``, ``wilson``, ``benjamini_hochberg``: honest shares of few observations, and many questions at once.

scikit-learn and SciPy are loaded where they are used: importing this package costs nothing.
"""

from analytics.scores.models import Kind, Model, fit, leaks, one_thread, reasons
from analytics.scores.proof import Proof, auc, brier, not_enough, prove
from analytics.scores.rates import benjamini_hochberg, prior, shrink, wilson

__all__ = [
    "Kind",
    "Model",
    "Proof",
    "auc",
    "benjamini_hochberg",
    "brier",
    "fit",
    "leaks",
    "not_enough",
    "one_thread",
    "prior",
    "prove",
    "reasons",
    "shrink",
    "wilson",
]
