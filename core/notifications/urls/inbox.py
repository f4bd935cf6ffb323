"""``/inbox/``: messages of the signed-in person."""

from django.urls import path

from core.notifications import views
from core.notifications import views_channels as channels

app_name = "inbox"
urlpatterns = [
    path("", views.inbox, name="list"),
    path("settings/", channels.settings_page, name="settings"),
    path("settings/calendar/", channels.open_calendar, name="open_calendar"),
    path("settings/calendar/revoke/", channels.revoke_calendar, name="revoke_calendar"),
    path("read/", views.mark_all_read, name="read_all"),
    path("<uuid:message_id>/", views.open_message, name="open"),
]
