"""A newcomer company: from the request for registration to a catalogue imported from a sheet."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import newcomer
from tests.journeys.people import Stage
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_newcomer_reaches_a_catalogue(site: Site, browser: Browser, tmp_path: Path):
    stage = Stage(site, browser)
    page = newcomer.arrive(stage)
    newcomer.fill_catalogue(page, tmp_path)
    page.goto("/company/")
    assert "99000620" in page.inner_text("main")
    stage.close()
