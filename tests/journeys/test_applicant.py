"""A company writes an application of three lines and submits it: in Ukrainian, with a phone too.

The pictures of `var/screenshots` (draft-*) are to be looked at beside the designs.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import shot
from tests.journeys import company
from tests.journeys.people import Stage, fill
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
THREE = (*company.LINES, ("Пускова катапульта К-2", "Launch catapult K-2", "2", "48 000"))


def test_three_lines_from_draft_to_submission(site: Site, browser: Browser, tmp_path: Path):
    stage = Stage(site, browser)
    address = company.draft(stage, tmp_path, THREE)
    page = stage.page("preparer")
    saves_itself(page, address)
    colleagues_meet(stage, address)
    page.goto(f"{address}before-submission/")
    assert page.locator("main .dz-check").count() >= 4
    on_phone_and_in_english(page, address)
    number = company.declare(stage, address)
    signatory = stage.page("signatory")
    shot(signatory, "draft-submitted")
    signatory.goto(f"/applications/{number}/revisions/1/")
    assert signatory.locator("main table tbody tr").count() >= len(THREE)
    stage.close()


def saves_itself(page: Page, address: str) -> None:
    page.goto(f"{address}end-use/")
    fill(page, end_use_uk="Розвідка прибережних вод і навчання")
    note = page.locator("[data-autosave-note]")
    expect(note).to_have_text(note.get_attribute("data-saved") or "", timeout=30_000)
    page.goto(f"{address}end-use/")
    assert page.input_value("main [name=end_use_uk]") == "Розвідка прибережних вод і навчання"


def colleagues_meet(stage: Stage, address: str) -> None:
    """Both save the same page: the second sees both texts and loses neither."""
    first, second = stage.page("preparer"), stage.page("signatory")
    for page in (first, second):
        page.goto(f"{address}end-use/")
    assert first.locator("#who-is-here").is_visible()
    fill(first, end_use_en="Coastal reconnaissance and training")
    first.locator("main form button[type=submit]").last.click()
    first.wait_for_load_state()
    fill(second, end_use_en="Reconnaissance only")
    second.locator("main form[data-autosave] button[type=submit]").first.click()
    second.wait_for_load_state()
    text = second.locator("main").inner_text()
    assert "Coastal reconnaissance and training" in text
    assert second.input_value("main [name=end_use_en]") == "Reconnaissance only"
    shot(second, "draft-both-versions")


def on_phone_and_in_english(page: Page, address: str) -> None:
    for language in ("en", "uk"):
        page.goto("/preferences/")
        page.check(f"main [name=language][value={language}]")
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_load_state()
        for size, name in ((PHONE, "phone"), (DESK, "desk")):
            page.set_viewport_size(size)
            for part in ("tasks", "lines/add", "documents", "before-submission"):
                page.goto(f"{address}{part}/")
                width = page.evaluate("document.documentElement.scrollWidth")
                assert width <= size["width"], (part, name, width)
                assert re.search(rf'lang="{language}"', page.content())
                shot(page, f"draft-{part.replace('/', '-')}-{name}-{language}")
            page.goto("/applications/home/")
            shot(page, f"draft-home-{name}-{language}")
    page.set_viewport_size(DESK)
