"""Addresses by audience and noun; each app keeps its own table."""

from django.conf import settings
from django.urls import include, path

from config.api import api
from core.base.health import livez, readyz
from core.notifications.views_channels import calendar_feed
from core.operations.metrics import metrics

urlpatterns = [
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/", api.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("core.accounts.urls")),
    path("operations/", include("core.operations.urls")),
    path("tokens/", include("core.api.urls")),
    path("webhooks/", include("core.webhooks.urls")),
    path("work/", include("core.work.urls")),
    path("inbox/", include("core.notifications.urls.inbox")),
    path("absence/", include("licensing.urls.absence")),
    path("calendar/<str:token>.ics", calendar_feed, name="calendar_feed"),
    path("deadlines/", include("core.notifications.urls.deadlines")),
    path("", include("manufacturers.urls")),
    path("applications/", include("licensing.urls.applicant")),
    # The commission's pages of a case come first: its tab names are not references of cases.
    path("cases/", include("commission.urls.officer")),
    path("cases/", include("licensing.urls.officer")),
    path("search/", include("licensing.urls.search")),
    path("lists/", include("licensing.urls.lists")),
    path("statements/", include("licensing.urls.statements")),
    path("reference/", include("licensing.urls.reference")),
    path("licences/", include("tracking.urls")),
    path("opinions/", include("commission.urls.adviser")),
    path("commission/", include("commission.urls.body")),
    path("sittings/", include("commission.urls.sittings")),
    path("records/", include("records.urls.register")),
    path("statistics/", include("records.urls.statistics")),
    path("", include("licensing.urls.public")),
]

if settings.DEMO:
    urlpatterns += [
        path("mail/", include("core.notifications.urls.mail")),
        path("style-guide/", include("core.ui.urls")),
    ]
