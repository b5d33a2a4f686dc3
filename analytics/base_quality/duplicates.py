"""The pairs that a viewer may decide on: both clients theirs, by the money behind them."""

from pandas import DataFrame

from analytics.base_quality.completeness import answers
from analytics.base_quality.evidence import reasons
from analytics.base_quality.growth import began

PAIRS = {"client_id": "str", "other_id": "str", "probability": "float64", "name": "str", "other_name": "str"}
PAIRS |= {"manager_id": "str", "manager": "str", "other_manager_id": "str", "other_manager": "str"}
PAIRS |= {"money": "float64", "expected": "float64", "reasons": "object"}
EVIDENCE = ["client_id", "other_id", "field", "level", "weight"]


def shown_pairs(pairs: DataFrame, evidence: DataFrame, clients: DataFrame, threshold: float) -> DataFrame:
    """``PAIRS``: those of which the viewer sees both clients, by probability × money, then by probability.

    ``client_id`` is the one that had better stay: who buys more, else has been there longer, else is better filled,
    else the lesser id. ``money`` is what both bought in the last year, ``expected`` the probability times it.

    Args:
        pairs: client_id, other_id, probability.
        evidence: client_id, other_id, field, level, weight.
        clients: rows of ``base_quality_clients``.
        threshold: the least probability.
    """
    known = clients.set_index("client_id", drop=False)
    seen = pairs["client_id"].isin(known.index) & pairs["other_id"].isin(known.index)
    ranks, told = _ranks(clients), dict(iter(evidence.groupby(["client_id", "other_id"])))
    rows = []
    for pair in pairs[seen & (pairs["probability"] >= threshold)].to_dict("records"):
        ids = (pair["client_id"], pair["other_id"])
        stays, goes = sorted(ids, key=lambda each: ranks[each])
        one, other = known.loc[stays], known.loc[goes]
        money = float(one["revenue"]) + float(other["revenue"])
        rows.append(
            {
                "client_id": stays,
                "other_id": goes,
                "probability": pair["probability"],
                "name": one["name"],
                "other_name": other["name"],
                "manager_id": one["manager_id"],
                "manager": one["manager"],
                "other_manager_id": other["manager_id"],
                "other_manager": other["manager"],
                "money": money,
                "expected": money * pair["probability"],
                "reasons": reasons(told[ids]) if ids in told else [],
            }
        )
    table = DataFrame(rows, columns=list(PAIRS)).astype(PAIRS)
    order = ["expected", "probability", "client_id", "other_id"]
    return table.sort_values(order, ascending=[False, False, True, True], ignore_index=True)


def shown_evidence(evidence: DataFrame, shown: DataFrame) -> DataFrame:
    """The evidence of the pairs that are shown, and of no others."""
    both = zip(shown["client_id"], shown["other_id"], strict=True)
    keys = {key for one, other in both for key in ((one, other), (other, one))}
    inside = [key in keys for key in zip(evidence["client_id"], evidence["other_id"], strict=True)]
    return evidence[inside].reset_index(drop=True)


def evidence_of(evidence: DataFrame, client_id: str, other_id: str) -> DataFrame:
    """The evidence of one pair, whichever of the two is named first."""
    ids = {client_id, other_id}
    return evidence[evidence["client_id"].isin(ids) & evidence["other_id"].isin(ids)]


def _ranks(clients: DataFrame) -> dict[str, int]:
    """Each client's place among those that had better stay, the best first; one without a first day comes last."""
    ranked = DataFrame(
        {
            "client_id": clients["client_id"],
            "revenue": -clients["revenue"].astype(float),
            "began": began(clients),
            "filled": -answers(clients).sum(axis=1),
        }
    ).sort_values(["revenue", "began", "filled", "client_id"])
    return {client: place for place, client in enumerate(ranked["client_id"])}
