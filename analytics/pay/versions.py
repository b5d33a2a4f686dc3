"""The versions of a company's bonus scheme, as its documents hold them."""

from collections.abc import Mapping

from analytics.pay.scheme import Scheme
from analytics.pay.scheme_file import SchemeRefused, read


def versions(documents: Mapping[str, tuple[str, ...]]) -> tuple[tuple[Scheme, ...], tuple[str, ...]]:
    """The schemes among a workspace's ``documents``, and the faults of those that can't be read any more."""
    found, faults = [], []
    for text in documents.get("scheme", ()):
        try:
            found.append(read(text))
        except SchemeRefused as refused:
            faults.append(str(refused))
    return tuple(found), tuple(faults)
