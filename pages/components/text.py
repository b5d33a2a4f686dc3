"""Text that was typed by somebody, made safe for the places that read Markdown or HTML."""

import html
import re

_SPECIAL = re.compile(r"([\\`*_\[\]<>#$~|:&])")


def plain(text: str) -> str:
    """``text`` as Streamlit's Markdown shows it letter by letter: a client called ``*[x](y)*`` stays that."""
    return _SPECIAL.sub(r"\\\1", text)


def attribute(text: str) -> str:
    """``text`` as the value of an HTML attribute in double quotes."""
    return html.escape(text, quote=True)
