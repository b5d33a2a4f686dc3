"""Text typed by somebody stays text."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pages.components.text import attribute, plain


def test_markdown_links_directives_formulas_and_tags_are_letters():
    for text in (
        "*a*",
        "[x](javascript:alert(1))",
        "$5 to $6",
        ":red[x]",
        "<b>x</b>",
        "a_b_",
        "`x`",
        "~~x~~",
        "# x",
        "|a|",
    ):
        assert _shown(plain(text)) == text


@given(st.text(alphabet="ab *_[]()<>#$~|:`\\!-+.&", max_size=30).map(str.strip))
def test_inline_text_is_shown_letter_by_letter(text):
    assert _shown(plain("x" + text)) == "x" + text


@given(st.text(alphabet="\"'<>&ab"))
def test_an_attribute_reads_back(text):
    seen = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.append(attrs)

    Reader().feed(f'<div aria-label="{attribute(text)}">')
    assert seen == [[("aria-label", text)]]


def _shown(markdown: str) -> str:
    """The text of one paragraph as markdown-it, an independent reader of CommonMark, sees it."""
    return "".join(token.content for token in MarkdownIt("commonmark").parseInline(markdown)[0].children)
