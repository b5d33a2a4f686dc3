"""docs/metrics.md says what the code does."""

from analytics.documentation import PAGE, metrics_page


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == metrics_page(), "run “make docs”"
