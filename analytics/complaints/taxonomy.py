"""What a complaint is about, by its words, in English, Estonian and Russian: for texts that nobody has labelled.

A topic is found by the beginnings of words, so that endings don't matter. The list is small and unproven: what it finds
is marked as found by words, without a probability.
"""

import re
from functools import cache

from analytics.words import N_

TOPICS: dict[str, tuple[str, ...]] = {
    N_("late delivery"): (
        *(
            "was late",
            "late again",
            "days late",
            "late deliver",
            "arrived late",
            "delivered late",
            "too late",
            "delay",
            "overdue deliver",
            "not arrived",
            "hasn't arrived",
            "not delivered",
            "still waiting",
        ),
        *("hilin", "viivi", "ei ole saabunud", "pole saabunud", "tarneaeg", "ootame ikka", "pole kohale"),
        *("опозда", "задерж", "не достав", "не пришл", "не приехал", "срок постав", "всё ещё жд", "все еще жд"),
    ),
    N_("quality"): (
        *("defect", "faulty", "broken", "damaged", "poor quality", "quality", "crack", "scratch", "doesn't work"),
        *("katki", "defekt", "praak", "kvaliteet", "kvaliteedi", "vigane", "rikki", "kriimu", "ei tööta", "mõra"),
        *("брак", "слома", "поврежд", "качеств", "дефект", "не работает", "трещин", "царапин", "неисправ"),
    ),
    N_("wrong or missing goods"): (
        *(
            "wrong item",
            "wrong product",
            "wrong good",
            "missing",
            "incomplete",
            "incorrect item",
            "not what we ordered",
        ),
        *("vale toode", "vale kaup", "vale kaub", "puudu", "puudus", "vale kogus", "ei ole see, mida"),
        *("не тот товар", "не то", "не хвата", "недостач", "недовоз", "перепута", "неполн"),
    ),
    N_("invoice"): (
        *("invoice", "billing", "billed", "charged twice", "overcharg", "vat", "credit note"),
        *("arve", "arvel", "käibemaks", "kreeditarve", "topelt"),
        *("счёт", "счет", "накладн", "ндс", "дважды спис", "переплат"),
    ),
    N_("price"): (
        *("price", "expensive", "too dear", "discount", "costs more"),
        *("hind", "hinna", "kallis", "allahindlus", "soodustus"),
        *("цена", "цены", "цену", "дорог", "скидк", "подорожа"),
    ),
    N_("service"): (
        *(
            "rude",
            "no answer",
            "no reply",
            "not reply",
            "doesn't call",
            "nobody call",
            "ignored",
            "unhelpful",
            "support",
        ),
        *("ei vasta", "ei helista", "ebaviisa", "teenindus", "klienditugi", "keegi ei", "suhtlus"),
        *("не отвеча", "груб", "хам", "не перезвон", "обслужив", "игнор", "поддержк", "менеджер не"),
    ),
    N_("contract terms"): (
        *("contract", "terms", "agreement", "clause", "cancel", "terminate"),
        *("leping", "tingimus", "kokkulep"),
        *("договор", "услови", "соглашен", "расторг"),
    ),
}
"""Topic → beginnings of words (or of phrases) that tell it, lower case."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {topic: re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + ")") for topic, words in TOPICS.items()}


def hits(text: str) -> dict[str, int]:
    """How often the words of each topic occur in ``text``; topics without any are left out."""
    plain = text.casefold().replace("’", "'")
    counts = {topic: len(pattern.findall(plain)) for topic, pattern in _patterns().items()}
    return {topic: count for topic, count in counts.items() if count}


def topic(text: str | None) -> str | None:
    """The topic that ``text`` speaks of most; None where none, or two equally often."""
    found = hits(text) if isinstance(text, str) else {}
    most = [name for name, count in found.items() if count == max(found.values())]
    return most[0] if len(most) == 1 else None
