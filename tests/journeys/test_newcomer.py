"""A newcomer company: from the request for registration to an application of three lines."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import company, newcomer
from tests.journeys.people import Stage
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINES = (*company.LINES, ("Пускова катапульта К-2", "Launch catapult K-2", "2", "48 000"))


def test_a_newcomer_submits_an_application(site: Site, browser: Browser, tmp_path: Path):
    stage = Stage(site, browser)
    page = newcomer.arrive(stage)
    newcomer.fill_catalogue(page, tmp_path)
    newcomer.send_authority(stage, page, tmp_path)
    # The newcomer is alone in the company: prepares, and signs for it.
    stage.windows |= {"preparer": page, "signatory": page}
    address = company.draft(stage, tmp_path, LINES)
    newcomer.on_phone(page, address)
    number = company.declare(stage, address)
    page.goto(f"/applications/{number}/revisions/1/")
    assert LINES[-1][0] in page.content()
    stage.close()
