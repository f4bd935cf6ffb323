"""``/inbox/``: messages of the signed-in person."""

from django.urls import path

from core.notifications import views

app_name = "inbox"
urlpatterns = [
    path("", views.inbox, name="list"),
    path("read/", views.mark_all_read, name="read_all"),
    path("<uuid:message_id>/", views.open_message, name="open"),
]
