"""The places of a company: the administrator's, and none closes under a production line."""

import pytest
from django.http import Http404
from django.urls import reverse

from core.base.errors import Conflict, NotAllowed, StaleForm
from manufacturers import selectors, services
from manufacturers.models import Site
from tests.manufacturers.companies import SITE, verbs
from tests.manufacturers.goods import unit
from tests.manufacturers.test_pages import browser

pytestmark = pytest.mark.django_db


def test_a_place_is_entered_corrected_and_closed_on_pages(cast):
    client = browser(cast.administrator)
    typed = {name: getattr(SITE, name) for name in SITE.__slots__}
    assert client.post("/company/places/new/", typed | {"kind": "castle"}).status_code == 422
    assert client.post("/company/places/new/", typed).status_code == 302
    site = Site.objects.get()
    page = reverse("manufacturers:site", args=[site.pk])
    assert client.post(page, typed | {"name_uk": "Цех № 3", "version": 1}).status_code == 302
    assert "Цех № 3" in client.get("/company/").content.decode()
    assert client.post(page, typed | {"version": 1}).status_code == 409
    assert browser(cast.preparer).get(page).status_code == 403
    client.post(reverse("manufacturers:site_close", args=[site.pk]), {"version": 2})
    assert not selectors.sites_of(cast.company).exists()
    assert verbs(cast.company)[-3:] == [
        "company.site_added", "company.site_changed", "company.site_closed",
    ]  # fmt: skip


def test_a_place_with_a_line_stays_and_a_foreign_one_is_not_found(cast):
    site = services.add_site(actor=cast.administrator, company_id=cast.company.pk, data=SITE)
    services.open_line(
        actor=cast.preparer,
        company_id=cast.company.pk,
        name_uk="Л",
        name_en="L",
        unit=unit(),
        site=site,
    )
    close = {"site_id": site.pk, "version": 1}
    with pytest.raises(Conflict):
        services.close_site(actor=cast.administrator, **close)
    with pytest.raises(StaleForm):
        services.close_site(actor=cast.administrator, site_id=site.pk, version=7)
    with pytest.raises(NotAllowed):
        services.close_site(actor=cast.preparer, **close)
    with pytest.raises(Http404):
        services.close_site(actor=cast.foreign_signatory, **close)
    with pytest.raises(Http404):
        services.open_line(
            actor=None,
            company_id=cast.foreign_company.pk,
            name_uk="Ч",
            name_en="F",
            unit=unit(),
            site=site,
        )
