"""The cause of each complaint: as its client gave it, in one spelling, else as it was found in the text."""

from pandas import DataFrame, Series


def causes_of(complaints: DataFrame, found: DataFrame) -> Series:
    """The cause of each row of ``complaints`` (complaint_id, cause), missing where none is given or found.

    ``found`` has complaint_id and cause, as the complaints' score keeps them.
    """
    return spelled(complaints["cause"]).fillna(complaints["complaint_id"].map(found.set_index("complaint_id")["cause"]))


def spelled(causes: Series) -> Series:
    """Causes with one spelling for those that differ only by case or spaces: the most frequent, ties by alphabet."""
    plain = causes.astype("str").str.replace(r"\s+", " ", regex=True).str.strip()
    plain = plain.where(plain != "")
    counts = plain.value_counts().rename_axis("spelling").reset_index(name="count")
    best = counts.sort_values(["count", "spelling"], ascending=[False, True])
    best["key"] = best["spelling"].str.casefold()
    return plain.str.casefold().map(best.drop_duplicates("key").set_index("key")["spelling"]).astype("str")
