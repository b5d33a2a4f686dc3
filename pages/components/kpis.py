"""Headline numbers as cards: what, how much, against what, a bullet or columns, and where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st
from pandas import DataFrame

from analytics.charts.theme import Palette
from analytics.words import _, share
from pages.components import passport
from pages.components.text import attribute, plain
from pages.components.view import View

Tone = Literal["none", "good", "bad", "late"]
Arrow = Literal["up", "down"]
Colour = Literal["accent", "grey", "good", "bad", "late"]

NARROWEST_CARD = 165
_DELTA_COLOURS: dict[Tone, Literal["gray", "green", "red", "orange"]] = {
    "none": "gray",
    "good": "green",
    "bad": "red",
    "late": "orange",
}
_TRACK = "rgba(128,140,155,.18)"
_PRINTED = "print-color-adjust:exact;-webkit-print-color-adjust:exact"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bullet: ``value`` on a way that is ``most`` long, the ``plan`` as a mark, ``low``–``high`` as a band."""

    value: float
    plan: float | None = None
    low: float | None = None
    high: float | None = None
    most: float | None = None
    colour: Colour = "accent"


@dataclass(frozen=True, slots=True)
class Card:
    """One number. All texts come formatted.

    ``metric`` names its record in METRICS and ``shown`` is the bare number on the card: with both (or with ``rows``)
    the card has its "Where from?". ``change`` is the difference, ``against`` what it is compared with (12 letters),
    ``tone`` whether that is good, and ``arrow`` its direction. Line 4 is a ``bar`` or ``columns``, the last of them
    the number's own period.
    """

    label: str
    value: str
    metric: str | None = None
    shown: float | None = None
    change: str | None = None
    tone: Tone = "none"
    arrow: Arrow | None = None
    against: str = ""
    bar: Bar | None = None
    columns: Sequence[float] | None = None
    caption: str = ""
    rows: DataFrame | None = None


def row(view: View, cards: Sequence[Card]) -> None:
    """Draws the cards side by side, four at most, two on a phone."""
    with st.grid(min(4, len(cards)), min_column_width=NARROWEST_CARD):
        for card in cards:
            with st.container(border=True, gap="xsmall", height="stretch", vertical_alignment="distribute"):
                _number(view, card)
                _foot(view, card)


def _number(view: View, card: Card) -> None:
    with st.container(gap="xsmall"):
        st.metric(
            plain(card.label),
            plain(card.value),
            delta=plain(card.change) if card.change else None,
            delta_color=_DELTA_COLOURS[card.tone],
            delta_arrow=card.arrow or "off",
            delta_description=plain(card.against) if card.against else None,
        )
        if card.bar:
            st.html(bullet(card, card.bar, view.look.palette))
        elif card.columns:
            st.html(columns(card, card.columns, view.look.palette))


def _foot(view: View, card: Card) -> None:
    side: Literal["distribute", "right"] = "distribute" if card.caption else "right"
    with st.container(horizontal=True, horizontal_alignment=side, vertical_alignment="center", gap="xxsmall"):
        if card.caption:
            st.caption(plain(card.caption), width="content")
        if card.metric:
            passport.popover(view, card.metric, card.shown, card.rows)


def bullet(card: Card, bar: Bar, palette: Palette) -> str:
    """The card's bullet as HTML: track, expected band, bar, plan mark."""
    most = bar.most or max(value for value in (bar.value, bar.plan, bar.high, 1e-9) if value is not None) * 1.05
    place = _Scale(most)
    parts = [_piece(0, 100, _TRACK)]
    if bar.low is not None and bar.high is not None:
        parts.append(_piece(place(bar.low), place(bar.high) - place(bar.low), palette.accent_band))
    parts.append(_piece(0, place(bar.value), getattr(palette, bar.colour)))
    if bar.plan is not None:
        left = f"left:calc({place(bar.plan):.1f}% - 1px)"
        parts.append(
            f'<span style="position:absolute;{left};top:0;width:2px;height:14px;background:currentColor"></span>'
        )
    style = f"position:relative;height:14px;{_PRINTED}"
    return f'<div role="img" aria-label="{attribute(_bullet_words(card, bar))}" style="{style}">{"".join(parts)}</div>'


def columns(card: Card, values: Sequence[float], palette: Palette) -> str:
    """The card's columns as HTML: grey, the last one coloured."""
    most = max([*map(abs, values), 1e-9])
    last = palette.late if card.tone == "late" else palette.accent
    parts = [
        f'<span style="flex:1;max-width:18px;height:{max(2, round(18 * abs(value) / most))}px;border-radius:1px;'
        f'background:{last if position == len(values) - 1 else palette.grey}"></span>'
        for position, value in enumerate(values)
    ]
    told = _("{label}: {count} columns, the last one {value}", label=card.label, count=len(values), value=card.value)
    style = f"display:flex;align-items:flex-end;gap:2px;height:18px;{_PRINTED}"
    return f'<div role="img" aria-label="{attribute(told)}" style="{style}">{"".join(parts)}</div>'


@dataclass(frozen=True, slots=True)
class _Scale:
    """Places numbers on a way of a given length, in per cent of it."""

    most: float

    def __call__(self, value: float) -> float:
        return min(100.0, max(0.0, 100 * value / self.most))


def _piece(left: float, width: float, colour: str) -> str:
    place = f"position:absolute;left:{left:.1f}%;width:{width:.1f}%;top:4px;height:6px"
    return f'<span style="{place};border-radius:2px;background:{colour}"></span>'


def _bullet_words(card: Card, bar: Bar) -> str:
    if not bar.plan:
        return _("{label}: {value}", label=card.label, value=card.value)
    done = share(bar.value / bar.plan)
    return _("{label}: {value}, {share} of the mark", label=card.label, value=card.value, share=done)
