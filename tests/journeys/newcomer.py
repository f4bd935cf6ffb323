"""A company that nobody knew: from the request for registration to an application submitted."""

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from tests.browser import shot
from tests.journeys.company import paper, typed
from tests.journeys.people import Stage, choose, fill, send

EMAIL = "povin@novakhvylia.example"
PASSWORD = "hvylia-na-svitanku-2026"
PHONE: ViewportSize = {"width": 390, "height": 844}
ROWS = (
    ("Назва українською", "Назва англійською", "Код ML", "УКТЗЕД", "Одиниця", "Виробнича лінія"),
    ("Апарат «Хвиля-1»", "UAV Khvylia-1", "ML10.c", "8806930000", "шт.", "Лінія апаратів"),
    ("Станція «Хвиля-Н»", "Station Khvylia-N", "мл10.с", "8526920090", "шт.", ""),
    ("Запасні акумулятори", "Spare batteries", "ML10.c", "8507 60 00 00", "компл.", ""),
    ("Невідомо що", "Nobody knows", "ML99", "88", "відро", ""),
)


def arrive(stage: Stage) -> Page:
    """Ask for registration, be accepted, set a password; return the newcomer's window."""
    page = stage.page("newcomer")
    ask(page)
    accept(stage)
    page.reload()
    page.get_by_role("link", name="Задати пароль").click()
    set_password(page)
    page.goto("/accounts/login/")
    fill(page, login=EMAIL, password=PASSWORD)
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url(lambda url: "login" not in url)
    return page


def ask(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Зареєструвати підприємство").click()
    fill(
        page,
        edrpou="99000621",
        name_uk="ТОВ «Нова Хвиля»",
        name_en="Nova Khvylia LLC",
        address_uk="вул. Нова, 1, м. Яворище",
        address_en="1 Nova St, Yavoryshche",
        registration_no="РС-2026-0901",
        registered_on="02.02.2026",
        email=EMAIL,
        person_uk="Устим Повінь",
        person_en="Ustym Povin",
    )
    page.check("main [name=signs]")
    send(page)
    # The check digit does not fit: nothing typed is lost, and one digit is put right.
    assert page.locator("#id_edrpou_error").is_visible()
    fill(page, edrpou="99000620")
    send(page)
    assert "/join/" in page.url
    shot(page, "40-newcomer-asked")


def accept(stage: Stage) -> None:
    officer = stage.page("officer")
    officer.goto("/companies/requests/")
    officer.get_by_role("link", name="ТОВ «Нова Хвиля»").click()
    shot(officer, "41-newcomer-request")
    send(officer, "accept/")
    assert "99000620" in officer.inner_text("main")


def set_password(page: Page) -> None:
    fill(page, email=EMAIL)
    send(page)
    page.goto(link_in_mail(page))
    fill(page, password1=PASSWORD, password2=PASSWORD)
    # The page has a second button, which gives up and leads away.
    with page.expect_navigation():
        page.click("main button[name=action]")


def link_in_mail(page: Page) -> str:
    """Return the link to set a password from the mail of the demo, the newest first."""
    page.goto("/mail/")
    letters = page.locator("main a[href^='/mail/']")
    for address in [letters.nth(at).get_attribute("href") for at in range(letters.count())]:
        page.goto(str(address))
        text = page.inner_text("main")
        if found := re.search(r"https?://\S+/accounts/password/reset/key/\S+", text):
            return found.group(0)
    raise AssertionError("no letter with a link")


def fill_catalogue(page: Page, folder: Path) -> None:
    """Enter a production line, then import a sheet of which one row is wrong."""
    page.goto("/production-lines/new/")
    fill(page, name_uk="Лінія апаратів", name_en="Aircraft line")
    choose(page, "unit", "штука")
    send(page)
    page.goto("/products/import/")
    page.set_input_files("main input[name=file]", sheet(folder))
    send(page)
    assert page.locator("main tbody tr").count() == 4
    shot(page, "42-newcomer-sheet")
    send(page, "confirm/")
    assert page.locator("main tbody tr").count() == 3
    shot(page, "43-newcomer-catalogue")


def sheet(folder: Path) -> Path:
    """Write the sheet as a Ukrainian Excel does."""
    path = folder / "вироби.csv"
    with path.open("w", encoding="windows-1251", newline="") as page:
        csv.writer(page, delimiter=";").writerows(ROWS)
    return path


def send_authority(stage: Stage, page: Page, folder: Path) -> None:
    """Send the authority with its file; the officer confirms it and it counts."""
    page.goto("/company/renewals/authority/")
    fill(page, number="П-838/0901", issued_on=typed(-30), valid_until=typed(900))
    page.set_input_files("main [name=upload]", paper(folder, "authority.pdf"))
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    shot(page, "44-newcomer-authority-waits")
    officer = stage.page("officer")
    officer.goto("/companies/renewals/")
    officer.get_by_role("link", name="П-838/0901").click()
    shot(officer, "45-officer-compares-the-paper")
    with officer.expect_navigation():
        officer.click('main form[action$="/confirm/"] button')
    page.goto("/company/")
    assert "П-838/0901" in page.inner_text("main aside")


def on_phone(page: Page, address: str) -> None:
    """Look at the company and its draft on a phone in both languages, Ukrainian last."""
    desk = page.viewport_size
    assert desk is not None
    for language in ("en", "uk"):
        page.goto("/preferences/")
        page.check(f"main [name=language][value={language}]")
        with page.expect_navigation():
            page.locator("main form button[type=submit]").last.click()
        page.set_viewport_size(PHONE)
        for name, place in (("company", "/company/"), ("tasks", f"{address}tasks/")):
            page.goto(place)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= PHONE["width"], (place, width)
            shot(page, f"46-newcomer-{name}-{language}")
        page.set_viewport_size(desk)
