"""What officers, departments, the head and the auditor do in the journey."""

from pathlib import Path

from playwright.sync_api import Page

from tests.browser import shot
from tests.journeys.company import typed
from tests.journeys.people import Stage, choose, fill, follow, send


def return_once(stage: Stage, number: str) -> None:
    """Send the application back with reasons."""
    page = stage.page("officer")
    page.goto("/cases/")
    assert page.get_by_text(number).first.is_visible()
    shot(page, "05-worklist")
    page.goto(f"/cases/{number}/")
    follow(page, f"/cases/{number}/return/")
    fill(page, reasons="Додайте дату підтвердження справжності сертифіката.")
    send(page)


def accept_and_ask(stage: Stage, number: str) -> None:
    """Accept as complete, then ask; the clock pauses."""
    page = stage.page("officer")
    page.goto(f"/cases/{number}/")
    send(page, f"/cases/{number}/accept/")
    follow(page, f"/cases/{number}/ask/")
    fill(page, question="Надайте оригінали двох гарантій.", due_on=typed(10))
    send(page)
    page.goto(f"/cases/{number}/")
    shot(page, "06-case-paused")


def ask_departments(stage: Stage, number: str) -> None:
    """Ask two departments for their opinions."""
    page = stage.page("officer")
    for words in ("МО", "МЗС"):
        page.goto(f"/cases/{number}/opinions/")
        choose(page, "department", words)
        fill(page, due_on=typed(7))
        send(page)
    shot(page, "08-opinions-asked")


def give_opinions(stage: Stage, number: str) -> None:
    """The defence ministry sets a condition, the foreign ministry supports."""
    page = _open_request(stage, "adviser_mod", number)
    page.check("main [name=verdict][value=support_with_conditions]")
    fill(page, summary="Погоджуємо за умови графіка.")
    page.evaluate("document.querySelectorAll('main details').forEach(one => (one.open = true))")
    fill(page, condition_uk_1="Відвантаження не раніше 1 квітня.", term_uk_1="до відвантаження")
    fill(page, condition_en_1="No shipment before 1 April.", term_en_1="before shipment")
    shot(page, "09-opinion")
    send(page)
    page = _open_request(stage, "adviser_mfa", number)
    page.check("main [name=verdict][value=support]")
    fill(page, summary="Зауважень немає.")
    send(page)


def _open_request(stage: Stage, who: str, number: str) -> Page:
    page = stage.page(who)
    page.goto("/opinions/")
    row = page.locator("main tr, main li", has_text=number).first
    row.locator("a").first.click()
    page.wait_for_load_state()
    return page


def mark_ready(stage: Stage, number: str) -> None:
    """Mark the case as ready for the commission."""
    page = stage.page("officer")
    note_checks(page, number)
    page.goto(f"/cases/{number}/ready/")
    send(page)
    page.goto(f"/cases/{number}/")
    assert page.locator('main form[action$="/ready/"], main a[href$="/ready/"]').count() == 0
    shot(page, "10-ready")


def note_checks(page: Page, number: str) -> None:
    """Look again and note every check that asks for attention."""
    page.goto(f"/cases/{number}/checks/")
    send(page, "/recheck/")
    notes = page.locator('main a[href$="/note/"]')
    addresses = [one.get_attribute("href") or "" for one in notes.all()]
    for address in addresses:
        page.goto(address)
        page.check("main [name=reason][value=verified]")
        fill(page, text="Звірено з паспортом виробу.")
        send(page)
    shot(page, "09-noted")


def decide(stage: Stage, number: str) -> None:
    """Decide on every line as advised."""
    page = stage.page("head")
    page.goto(f"/cases/{number}/decide/")
    page.check("main [name=confirmed]")
    shot(page, "16-decide")
    send(page)
    page.goto(f"/cases/{number}/")
    shot(page, "17-decided")


def download_licence(stage: Stage, number: str, folder: Path) -> tuple[str, Path]:
    """Wait for the sealed licence as the company; return its number and the file."""
    page = stage.page("signatory")

    def is_sealed() -> bool:
        page.goto(f"/applications/{number}/")
        return page.locator('main a[href$="document.pdf"]').count() > 0

    stage.site.wait_until(is_sealed, "the sealed licence")
    shot(page, "18-company-decided")
    link = page.locator('main a[href$="document.pdf"]').first
    licence = (link.get_attribute("href") or "").split("/")[-2]
    with page.expect_download() as download:
        link.click()
    path = folder / f"{licence}.pdf"
    download.value.save_as(path)
    return licence, path
