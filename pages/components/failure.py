"""What a person sees when something fails: a sentence, never a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from analytics.runner import HaldurError, incident
from analytics.words import _
from pages.components.text import plain


@contextmanager
def told() -> Iterator[None]:
    """Within the block, a foreseen error is told in its own sentence, any other as an incident's number.

    What led to an incident is in the log, under that number.
    """
    try:
        yield
    except HaldurError as error:
        st.error(plain(_(error.template, **error.values)), icon=":material/error:")
    except Exception as error:
        st.error(
            _(
                "This can't be shown because of a fault in the program; nothing was changed. "
                "Incident {number}: whoever runs Haldur finds it in the log under that number.",
                number=incident(error),
            ),
            icon=":material/error:",
        )
