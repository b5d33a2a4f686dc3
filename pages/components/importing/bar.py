"""The stacked bar of an import: unchanged, new, changed and refused rows, with a legend in figures."""

from collections.abc import Mapping

import streamlit as st

from analytics.charts.theme import Palette
from analytics.words import N_, _, whole
from pages.components.text import attribute
from pages.components.view import View

_WORDS = {
    "unchanged": N_("unchanged"),
    "added": N_("new"),
    "changed": N_("changed"),
    "rejected": N_("refused"),
}
_PRINTED = "print-color-adjust:exact;-webkit-print-color-adjust:exact"


def show(view: View, counts: Mapping[str, int]) -> None:
    """Draws the bar; kinds without rows are left out."""
    st.html(stacked(counts, view.look.palette))


def stacked(counts: Mapping[str, int], palette: Palette) -> str:
    """The bar and its legend as HTML."""
    shown = {kind: count for kind, count in counts.items() if count}
    colours = _colours(palette)
    pieces = "".join(
        f'<span style="flex:{count} 1 0;min-width:7px;height:12px;border-radius:2px;background:{colours[kind]}"></span>'
        for kind, count in shown.items()
    )
    told = ", ".join(f"{whole(count)} {_(_WORDS[kind])}" for kind, count in shown.items())
    bar = f'<div role="img" aria-label="{attribute(told)}" style="display:flex;gap:2px;{_PRINTED}">{pieces}</div>'
    legend = "".join(_key(kind, count, colours[kind]) for kind, count in shown.items())
    return bar + f'<div style="display:flex;flex-wrap:wrap;gap:.4rem 1.8rem;margin-top:.75rem">{legend}</div>'


def _key(kind: str, count: int, colour: str) -> str:
    swatch = f"width:12px;height:12px;border-radius:2px;background:{colour};{_PRINTED}"
    line = "display:inline-flex;align-items:center;gap:.4rem;white-space:nowrap"
    told = f"<b>{whole(count)}</b> {_(_WORDS[kind])}"
    return f'<span style="{line}"><span style="{swatch}"></span><span>{told}</span></span>'


def _colours(palette: Palette) -> dict[str, str]:
    return {
        "unchanged": palette.grey,
        "added": palette.accent,
        "changed": palette.accent_band,
        "rejected": palette.bad,
    }
