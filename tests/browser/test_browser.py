"""The dashboard as its reader meets it: every page, a filter, a link, an upload and its undoing."""

import csv
import re
from pathlib import Path
from typing import Any

import pytest

import pages
from pages import PAGES

pytestmark = pytest.mark.browser

WORKING_MILLISECONDS = 120_000
REVENUE = "[data-testid=stMetric]:has-text('Revenue') [data-testid=stMetricValue]"


def settled(page: Any, title: str) -> None:
    """Waits until the page under this title has been drawn whole."""
    page.get_by_role("heading", name=title, exact=True, level=1).wait_for()
    page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget], [data-testid=stSkeleton]')")


def through_menu(page: Any, stem: str) -> None:
    wanted = pages.page(stem)
    page.locator("[data-testid=stTopNavSection]", has_text=wanted.section).click()
    page.locator(f"a[href$='/{stem}']").last.click()
    settled(page, wanted.title)


def fine(page: Any) -> None:
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("[data-testid=stAlertContentError]").all_inner_texts() == []


def test_every_page_opens_from_the_menu_without_an_error(visit):
    page = visit()
    settled(page, "Overview")
    for each in PAGES:
        through_menu(page, each.stem)
        fine(page)
        assert page.url.split("?")[0].endswith(f"/{each.stem}")


def test_on_a_dark_phone_every_page_opens_by_its_address_and_none_scrolls_sideways(visit):
    for each in PAGES:
        page = visit(f"/{each.stem}", width=390, color_scheme="dark")
        settled(page, each.title)
        fine(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.close()


def test_a_filter_changes_the_number_and_its_link_shows_another_person_the_same(visit):
    page = visit("/overview")
    settled(page, "Overview")
    whole = page.locator(REVENUE).inner_text()
    page.get_by_role("button", name="All teams").click()
    page.get_by_role("combobox", name="Team").click()
    page.get_by_role("option", name="Põhja").click()
    page.wait_for_url(re.compile(r"team="))
    page.locator(REVENUE).filter(has_not_text=whole).wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    settled(page, "Overview")
    narrowed, address = page.locator(REVENUE).inner_text(), page.url.split("/", 3)[3]
    other = visit(f"/{address}&team=Nobodys")
    settled(other, "Overview")
    assert other.locator(REVENUE).inner_text() == narrowed
    assert "team=Nobodys" in other.get_by_text("Left out of the link").inner_text()
    through_menu(other, "segments")
    assert "team=" in other.url
    assert "Nobodys" not in other.url


def test_an_upload_changes_the_number_and_undo_takes_it_back(visit, sample, tmp_path):
    page = visit("/overview")
    settled(page, "Overview")
    before = page.locator(REVENUE).inner_text()
    through_menu(page, "import_data")
    page.locator("input[type=file]").first.set_input_files(one_large_deal(sample.folder.parent / "exports", tmp_path))
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="Store 1 row").click(timeout=WORKING_MILLISECONDS)
    page.get_by_role("heading", name="Import 2 is stored").wait_for(timeout=WORKING_MILLISECONDS)
    through_menu(page, "overview")
    assert page.locator(REVENUE).inner_text().startswith("€9")
    through_menu(page, "import_data")
    page.get_by_role("button", name="Undo import 2", exact=True).click()
    page.get_by_role("button", name="Undo import 2 now").click()
    page.get_by_text("Import 2 is undone").wait_for()
    through_menu(page, "overview")
    assert page.locator(REVENUE).inner_text() == before


def one_large_deal(exports: Path, folder: Path) -> Path:
    """A file with one deal of 9 million, won by a known client on the last day that anything was."""
    with (exports / "deals.csv").open(encoding="utf-8", newline="") as file:
        last = max(csv.DictReader(file), key=lambda deal: (deal["stage"] == "won", deal["closed_on"]))
    made = folder / "deals.csv"
    row = f"TEST-1,{last['client_id']},{last['opened_on']},won,{last['closed_on']},9000000.00"
    made.write_text(f"deal_id,client_id,opened_on,stage,closed_on,amount\n{row}\n", encoding="utf-8")
    return made
