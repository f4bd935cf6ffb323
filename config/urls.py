"""Addresses by audience and noun; each app keeps its own table."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from core.base.health import livez, readyz


# SESSION-TEMP: tables appear as they are written
def table(prefix, module):
    try:
        there = find_spec(module) is not None
    except ModuleNotFoundError:
        there = False
    return [path(prefix, include(module))] if there else []


urlpatterns = [
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    *table("", "core.accounts.urls"),
    *table("inbox/", "core.notifications.urls.inbox"),
    *table("deadlines/", "core.notifications.urls.deadlines"),
    *table("company/", "manufacturers.urls.applicant"),
    *table("companies/", "manufacturers.urls.officer"),
    *table("", "manufacturers.urls"),
    *table("applications/", "licensing.urls.applicant"),
    *table("cases/", "commission.urls.officer"),
    *table("cases/", "licensing.urls.officer"),
    *table("licences/", "licensing.urls.licences"),
    *table("opinions/", "commission.urls.adviser"),
    *table("sittings/", "commission.urls.sittings"),
    *table("records/", "records.urls"),
    *table("", "licensing.urls.public"),
]

if settings.DEMO:
    urlpatterns += [
        *table("mail/", "core.notifications.urls.mail"),
        *table("style-guide/", "core.ui.urls"),
    ]
