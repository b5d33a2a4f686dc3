"""The signs and words by which people write currencies beside amounts."""

_LISTED = (
    "AED AMD AUD AZN BGN BRL BYN CAD CHF CNY CZK DKK EEK EGP EUR GBP GEL HKD HUF IDR ILS INR ISK JPY KGS KRW KZT LTL "
    "LVL MDL MXN MYR NOK NZD PHP PLN RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD UZS VND ZAR"
)
_CODES = frozenset(_LISTED.split())

_MARKS: dict[str, tuple[str, ...]] = {
    "€": ("EUR",), "EURO": ("EUR",), "EUROS": ("EUR",), "EUROT": ("EUR",), "ЕВРО": ("EUR",),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"), "US$": ("USD",), "$US": ("USD",),
    "CA$": ("CAD",), "C$": ("CAD",), "A$": ("AUD",), "AU$": ("AUD",), "NZ$": ("NZD",), "S$": ("SGD",),
    "HK$": ("HKD",), "R$": ("BRL",), "£": ("GBP",), "¥": ("JPY", "CNY"), "円": ("JPY",), "元": ("CNY",),
    "KR": ("SEK", "NOK", "DKK", "ISK"), "₽": ("RUB",), "РУБ": ("RUB",), "Р": ("RUB",), "РУБЛЕЙ": ("RUB",),
    "RUR": ("RUB",), "ZŁ": ("PLN",), "KČ": ("CZK",), "FT": ("HUF",), "ЛВ": ("BGN",), "ГРН": ("UAH",), "₴": ("UAH",),
    "₸": ("KZT",), "₺": ("TRY",), "TL": ("TRY",), "₹": ("INR",), "RS": ("INR",), "₪": ("ILS",), "₩": ("KRW",),
    "₾": ("GEL",), "FR": ("CHF",), "SFR": ("CHF",),
}  # fmt: skip
"""What each sign or word may mean, in capitals and without a full stop; the likeliest first."""

_PLAIN_DOLLAR = "$"
"""Beside a workspace in no kind of dollar it stands for the American one, unless another mark says which."""


def meanings(mark: str, workspace: str) -> tuple[str, ...]:
    """The currencies that a mark may stand for in a workspace of one currency; none where it is no currency's.

    Two marks around one amount ($12 USD) must agree. A sign of several currencies stands for the workspace's, if that
    is among them.
    """
    words = mark.split()
    listed = [_codes(word.rstrip("."), workspace) for word in words]
    found = tuple(code for code in listed[0] if all(code in codes for codes in listed)) if listed else ()
    if workspace in found:
        return (workspace,)
    return found[:1] if mark == _PLAIN_DOLLAR else found


def _codes(word: str, workspace: str) -> tuple[str, ...]:
    return (word,) if word in _CODES or word == workspace else _MARKS.get(word, ())
