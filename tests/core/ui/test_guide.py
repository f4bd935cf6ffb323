"""Every component in Chromium: nothing for axe to report, nothing blocked, nothing too wide."""

from pathlib import Path

import pytest
from django.test import Client

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = [
    *(f"/style-guide/?frame={frame}" for frame in ("staff", "applicant", "member")),
    "/accounts/login/",
    "/accounts/password/reset/",
    "/no-such-page/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("frame", ["staff", "applicant", "member", "unknown"])
def test_the_guide_renders_every_component(client: Client, frame: str):
    answer = client.get(f"/style-guide/?frame={frame}")
    assert answer.status_code == 200
    assert "style=" not in answer.content.decode()


@pytest.mark.django_db
def test_a_foreign_form_token_is_explained(settings):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/preferences/", {"language": "en"})
    assert answer.status_code == 403
    assert "<h1>" in answer.content.decode()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_components_are_accessible_and_fit(site, browser, theme: str, width: int):
    viewport = {"width": width, "height": 900}
    context = browser.new_context(base_url=site.url, viewport=viewport, color_scheme=theme)
    page = context.new_page()
    blocked: list[str] = []
    page.on("console", lambda line: blocked.append(line.text) if line.type == "error" else None)
    for path in PAGES:
        page.goto(path)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
        assert not [text for text in blocked if "Content Security Policy" in text], path
        # axe puts a style of its own on the page; that one is rightly blocked and not ours.
        found = page.evaluate(AXE.read_text() + "; axe.run()")["violations"]
        assert not found, (path, [(rule["id"], rule["nodes"][0]["html"]) for rule in found])
        blocked.clear()
    context.close()


@pytest.mark.browser
def test_everything_can_be_reached_and_seen_with_the_keyboard(site, browser):
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    page.goto("/style-guide/?frame=member")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link"
    rings = "getComputedStyle(document.activeElement).outlineStyle"
    for _stop in range(12):
        page.keyboard.press("Tab")
        choice = page.evaluate("document.activeElement.name === 'choice'")
        assert choice or page.evaluate(rings) != "none"
    context.close()
