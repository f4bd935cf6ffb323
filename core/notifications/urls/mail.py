"""``/mail/``: the demo's caught mail; production has no such address."""

from django.urls import path

from core.notifications import views

app_name = "mail"
urlpatterns = [
    path("", views.mail_list, name="list"),
    path("<uuid:mail_id>/", views.mail_detail, name="detail"),
]
