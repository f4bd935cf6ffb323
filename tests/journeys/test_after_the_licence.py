"""After the licence, in Chromium: the company announces, customs confirms, an officer looks.

The three journeys follow one another on one site; the pictures (border-*) are for the eyes.
"""

from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import shot
from tests.journeys.company import typed
from tests.journeys.people import Stage, fill, follow, send
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
FIRST_LINE = "main table.dz-stack >> nth=0 >> tbody tr >> nth=0"


@pytest.fixture
def stage(site: Site, browser: Browser):
    stage = Stage(site, browser)
    yield stage
    stage.close()


def test_the_company_announces_and_the_balance_goes_down(stage: Stage):
    page = stage.page("preparer")
    licence = open_norway(page)
    left = left_of(page)
    announce(page, licence, "3", "С3-0301…0303")
    assert left_of(page) == left - 3
    assert "C3-0301" in page.locator("main").inner_text()
    both_sizes(page, "border-company")


def test_customs_refuses_a_wrong_quantity_and_confirms_the_true_one(stage: Stage):
    company = stage.page("preparer")
    announce(company, open_norway(company), "4", "С3-0311…0314")
    page = stage.page("customs")
    open_norway(page)
    left = left_of(page)
    shipment = page.locator("main table.dz-stack >> nth=1 >> tbody tr >> nth=0")
    shipment.locator('a[href$="/confirm/"]').click()
    page.wait_for_load_state()
    fill(page, quantity_1="5", crossed_on=typed(0), declaration="ЕК 500120/2026/009001")
    send(page)
    assert page.locator(".govuk-error-summary").is_visible()
    assert page.input_value("main [name=declaration]") == "ЕК 500120/2026/009001"
    shot(page, "border-customs-refused")
    fill(page, quantity_1="3")
    send(page)
    assert left_of(page) == left + 1, "the piece that stayed is back"
    assert "ЕК 500120/2026/009001" in page.locator("main").inner_text()
    both_sizes(page, "border-customs")


def test_an_officer_plans_a_check_writes_the_protocol_and_follows_up(stage: Stage):
    page = stage.page("officer")
    licence = open_norway(page)
    both_sizes(page, "border-officer")
    follow(page, f"/licences/{licence}/plan-check/")
    fill(page, planned_on=typed(0), place="Фіордгавн, склад 4", team="Посольство, двоє")
    send(page)
    page.goto("/licences/checks/")
    page.locator('main a[href*="/licences/checks/"]', has_text=typed(0)).first.click()
    page.wait_for_load_state()
    check = page.url
    follow(page, "/protocol/")
    fill(page, text="Оглянуто два апарати, одного не показали.", found="С3-0201", missing="С3-0202")
    fill(page, follow_up="Запитати, де С3-0202", follow_up_on=typed(30))
    page.check("main [name=result][value=favourable]")
    send(page)
    assert page.locator(".govuk-error-summary").is_visible(), "missing pieces are not favourable"
    page.check("main [name=result][value=unfavourable]")
    send(page)
    assert "С3-0202" in page.locator("main").inner_text()
    both_sizes(page, "border-check")
    page.goto(f"{check}follow-up/")
    fill(page, text="Апарат у ремонті, номер підтверджено.")
    send(page)
    assert "у ремонті" in page.locator("main").inner_text()
    assert not page.locator('main a[href$="/follow-up/"]').count()


def open_norway(page: Page) -> str:
    """Open the permit of the Norwegian deal; return its number."""
    page.goto("/licences/")
    row = page.locator("main tbody tr", has_text="берегової охорони").first
    licence = row.locator("a").first.get_attribute("href").split("/")[-2]
    page.goto(f"/licences/{licence}/")
    return licence


def announce(page: Page, licence: str, quantity: str, serials: str) -> None:
    follow(page, f"/licences/{licence}/announce/")
    fill(page, quantity_1=quantity, serials_1=serials, planned_on=typed(0))
    send(page)


def left_of(page: Page) -> Decimal:
    """Return what is left of the first line, as the page says it."""
    return Decimal(page.locator(f"{FIRST_LINE} >> td.dz-number b").inner_text())


def both_sizes(page: Page, name: str) -> None:
    """Take both pictures; on a phone nothing of the tables lies beside the screen."""
    for size, word in ((PHONE, "phone"), (DESK, "desk")):
        page.set_viewport_size(size)
        shot(page, f"{name}-{word}")
        for edge in page.locator("main table.dz-stack td.dz-number").all():
            box = edge.bounding_box()
            assert box["x"] + box["width"] <= size["width"], (name, word)
