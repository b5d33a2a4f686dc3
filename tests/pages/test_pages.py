"""Every page of PAGES, on every workspace, as every role: it opens without an error and under its own title."""

import pytest

import pages
from pages import PAGES, ROLES

STEMS = [page.stem for page in PAGES]


def exceptions(app) -> list[str]:
    """What a reader would see of a failure: Streamlit's own errors, and incidents."""
    return [error.value for error in app.exception] + [error.value for error in app.error]


@pytest.mark.parametrize("stem", STEMS)
def test_a_page_without_data_says_what_is_missing_and_where_to_import_it(opened, empty, stem):
    app = opened(empty, stem)
    assert not exceptions(app)
    assert app.title[0].value == pages.page(stem).title


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("place", ["tiny"])
def test_a_page_opens_for_every_role_that_may(opened, request, place, stem, role):
    app = opened(request.getfixturevalue(place), stem, role)
    assert not exceptions(app)
    if role in pages.page(stem).roles:
        assert app.title[0].value == pages.page(stem).title
    else:
        assert app.title[0].value == pages.home([role]).title
