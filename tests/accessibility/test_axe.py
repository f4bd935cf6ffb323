"""Every page: WCAG 2.2 AA in both languages and both themes, and no sideways scroll on a phone.

The console must stay silent too: a word there is a broken content policy or a broken script.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from demo.people import COMPANY, OFFICIALS
from tests.accessibility import axe
from tests.accessibility.pages import Walk
from tests.browser import page_of
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# One person for each audience. Members, advisers and signatories see what their fellows see.
PEOPLE: dict[str, str | None] = {
    "visitor": None,
    "preparer": COMPANY.people[0].email,
    "signatory": COMPANY.people[1].email,
    "administrator": COMPANY.people[2].email,
    **{
        key: OFFICIALS[key].email
        for key in (
            *("officer", "adviser_mod", "secretary", "chair", "member_econ", "head"),
            *("customs", "auditor", "reference_admin"),
        )
    },
}
HEARING = ("secretary", "chair", "member_econ")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDEST = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 3).map(e => e.tagName + '.' + e.className)"""


@pytest.fixture(scope="module")
def meanwhile(site: Site) -> Iterator[list[str]]:
    """Hold a vote open and a case undecided; the names of sitting, case and a report owed."""
    yield _scene(site, "open_vote()").split()
    _scene(site, "close_vote()")


def _scene(site: Site, call: str) -> str:
    code = f"from tests.accessibility import scene; scene.{call}"
    return site.manage("shell", "-v0", "-c", code).strip()


@pytest.fixture
def page_for(site: Site, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Open windows, and leave everybody's language as it was."""
    opened: list[Page] = []

    def signed_in(person: str) -> Page:
        page = page_of(browser, site, PEOPLE[person], viewport=DESK, color_scheme="light")
        page.set_default_timeout(30_000)
        opened.append(page)
        return page

    yield signed_in
    for page in opened:
        speak(page, "uk")
        page.context.close()


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_is_accessible(
    page_for, meanwhile: list[str], person: str, language: str
) -> None:
    page = page_for(person)
    speak(page, language)
    found = problems_of(page, also(person, *meanwhile))
    assert not found, report(found)


def test_a_page_that_is_not_there_is_accessible(page_for) -> None:
    page = page_for("visitor")
    page.goto("/nothing-of-this-name/")
    assert list(_problems(page)) == []


def also(person: str, sitting: str, case: str, report: str) -> tuple[str, ...]:
    """Return the pages that no link of the story leads to, or only to another of the kind."""
    if person == "visitor":
        return ("/style-guide/", "/mail/")
    if person == "preparer":
        return (f"/licences/reports/{report}/",)
    if person == "head":
        return (f"/cases/{case}/", f"/cases/{case}/decide/")
    return (f"/sittings/{sitting}/", f"/sittings/{sitting}/items/1/") if person in HEARING else ()


def problems_of(page: Page, addresses: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Walk over all pages of a person; return what is wrong, by address."""
    said: list[str] = []
    page.on("console", lambda message: said.extend(_complaint(message)))
    page.on("pageerror", lambda error: said.append(str(error)))
    found: dict[str, list[str]] = {}
    for address in Walk(page, addresses).pages():
        problems = [*said, *_problems(page)]
        said.clear()
        if problems:
            found[address] = problems
    return found


def speak(page: Page, language: str) -> None:
    """Choose the language as a person does; the colours follow the device."""
    page.goto("/preferences/")
    page.check(f"input[name=language][value={language}]")
    page.check("input[name=theme][value=system]")
    page.click("main form button[type=submit]")
    page.wait_for_selector(f"html[lang={language}]")


def _problems(page: Page) -> Iterator[str]:
    yield from axe.violations(page)
    page.emulate_media(color_scheme="dark")
    yield from (f"dark: {problem}" for problem in axe.violations_of_colour(page))
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    if (over := page.evaluate(SIDEWAYS)) > 0:
        yield f"390 px: scrolls sideways by {over} px, {page.evaluate(WIDEST)}"
    page.set_viewport_size(DESK)


def _complaint(message: ConsoleMessage) -> list[str]:
    return [f"console: {message.text}"] if message.type in {"error", "warning"} else []


def report(found: dict[str, list[str]]) -> str:
    """Return the findings, page by page."""
    return "\n" + "\n".join(
        f"{address}\n    " + "\n    ".join(problems) for address, problems in found.items()
    )
