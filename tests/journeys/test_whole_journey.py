"""From an application to the sealed decision, in Chromium, by the named cast, on real parts.

Each step leaves a picture in `var/screenshots` to be looked at beside the designs.
"""

import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import shot
from tests.journeys import authority, company, sitting
from tests.journeys.people import Stage
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_from_application_to_sealed_decision(site: Site, browser: Browser, tmp_path: Path):
    stage = Stage(site, browser)
    address = company.draft(stage, tmp_path)
    number = company.declare(stage, address)
    authority.return_once(stage, number)
    assert company.declare(stage, f"{site.url}/applications/{number}/") == number
    authority.accept_and_ask(stage, number)
    company.answer(stage, number)
    authority.ask_departments(stage, number)
    authority.give_opinions(stage, number)
    authority.mark_ready(stage, number)
    sitting.hold(stage, sitting.convene(stage, number))
    authority.decide(stage, number)
    licence, document = authority.download_licence(stage, number, tmp_path)
    digest = record_of(document, tmp_path, licence)
    check_in_public(stage, digest)
    read_as_auditor(stage, number, tmp_path)
    site.manage("verify_ledger")  # a broken ledger makes it fail
    stage.close()


def record_of(document: Path, folder: Path, licence: str) -> str:
    """Return the digest of the record inside the PDF; it carries nothing of the deliberation."""
    done = subprocess.run(["pdfdetach", "-saveall", "-o", str(folder), str(document)], check=False)
    assert done.returncode == 0
    [attached] = folder.glob("*.json")
    text = attached.read_text()
    assert json.loads(text)["number"].startswith(licence)
    assert "ballots" not in text
    from core.base.canonical import digest

    return digest(text)


def check_in_public(stage: Stage, digest: str) -> None:
    page = stage.page("public")
    answer = page.goto(f"/verify/{digest}")
    assert answer.status == 200
    shot(page, "19-public-check")
    assert "Сиволіт" not in page.content()
    assert page.goto(f"/V/{digest.upper()}").status == 200


def read_as_auditor(stage: Stage, number: str, folder: Path) -> None:
    page = stage.page("auditor")
    page.goto(f"/records/?q={number}")
    shot(page, "20-register")
    page.locator("main tbody a").first.click()
    page.wait_for_load_state()
    assert re.search(r"DR-\d{4}-\d{5}", page.content())
    shot(page, "21-record")
    for form in ("csv", "jsonl"):
        page.goto("/records/")
        page.select_option("main select[name=format]", form)
        with page.expect_download() as download:
            page.locator('main form[action*="export"] button').click()
        path = folder / f"records.{form}"
        download.value.save_as(path)
        assert number in path.read_text()
