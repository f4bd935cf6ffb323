"""What the company does in the journey."""

from datetime import timedelta
from pathlib import Path

import pikepdf
from playwright.sync_api import Page

from core.base import clock
from core.ui.formats import day
from tests.browser import shot
from tests.journeys.people import Stage, choose, fill, send, upload

LINES = (
    ("Розвідувальний БпЛА «Сиволіт С-4»", "Reconnaissance UAV Sivolit S-4", "12", "1 068 000"),
    ("Станція керування С-4Н", "Control station S-4N", "4", "156 000"),
)


def paper(folder: Path, name: str) -> Path:
    """Make a plain one-page PDF."""
    path = folder / name
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)
    return path


def typed(days: int) -> str:
    """Return a day from today as people type it here."""
    return day(clock.today() + timedelta(days=days))


def draft(stage: Stage, folder: Path, lines: tuple[tuple[str, str, str, str], ...] = LINES) -> str:
    """Fill in every section as the preparer; return the address of the draft."""
    page = stage.page("preparer")
    page.goto("/applications/new/")
    fill(page, title="12 апаратів «Сиволіт С-4» і станції")
    choose(page, "destination", "Естонія")
    page.check("main [name=kind][value=one_time]")
    page.check("main [name=track][value=military]")
    send(page)
    address = "/".join(page.url.split("/")[:5]) + "/"
    _contract(page, address, folder)
    _goods(page, address, lines)
    _parties(page, address)
    _certificate(page, address, folder)
    page.goto(f"{address}end-use/")
    fill(page, end_use_uk="Розвідка прибережних вод", end_use_en="Coastal reconnaissance")
    send(page)
    page.goto(f"{address}tasks/")
    shot(page, "02-task-list")
    return address


def _contract(page: Page, address: str, folder: Path) -> None:
    page.goto(f"{address}contract/")
    fill(page, contract_no="22/С", contract_date=typed(5))
    send(page)
    assert page.locator(".govuk-error-summary").is_visible()
    assert page.input_value("main [name=contract_no]") == "22/С"
    shot(page, "01-contract-refused")
    fill(page, contract_date=typed(-20))
    page.set_input_files("main [name=file]", paper(folder, "contract.pdf"))
    upload(page)


def _goods(page: Page, address: str, lines: tuple[tuple[str, str, str, str], ...]) -> None:
    for name_uk, name_en, quantity, value in lines:
        page.goto(f"{address}lines/add/")
        fill(page, name_uk=name_uk, name_en=name_en, control_code="ML10.c", uktzed="8806930000")
        fill(page, quantity=quantity, value=value, currency="EUR")
        page.select_option("main select[name=unit]", "pcs")
        send(page)


def _parties(page: Page, address: str) -> None:
    page.goto(f"{address}end-user/")
    fill(page, name_uk="Центр оборонних закупівель, м. Меріваре", name_en="Merivare Procurement")
    fill(
        page, register_no="EE-70009", address_uk="Порт, 2, Меріваре", address_en="Port 2, Merivare"
    )
    choose(page, "country", "Естонія")
    send(page)


def _certificate(page: Page, address: str, folder: Path) -> None:
    page.goto(f"{address}certificate/")
    fill(page, number="EE-EUC-71", issued_on=typed(-15), valid_until=typed(400))
    fill(page, issuer="Merivare Procurement", signatory_name="Kristjan Tamm")
    fill(page, signatory_position="Head of procurement", quantity_stated="16")
    page.check("main [name=undertakes_no_reexport]")
    page.check("main [name=allows_checks]")
    page.set_input_files("main [name=file]", paper(folder, "certificate.pdf"))
    upload(page)


def declare(stage: Stage, address: str) -> str:
    """Declare and submit as the signatory; return the number of the case."""
    page = stage.page("signatory")
    page.goto(f"{address}declare/")
    shot(page, "03-declaration")
    page.check("main [name=declared]")
    send(page)
    number = page.locator("main .dz-reference").first.inner_text().strip()
    assert number.startswith("DZ-")
    shot(page, "04-submitted")
    return number


def answer(stage: Stage, number: str) -> None:
    """Answer the open question completely."""
    page = stage.page("preparer")
    page.goto(f"/applications/{number}/")
    shot(page, "07-company-paused")
    page.locator('main a[href*="/questions/"]').first.click()
    page.wait_for_load_state()
    fill(page, text="Оригінали гарантій передано кур'єром.")
    page.check("main [name=complete][value=yes]")
    send(page)
