"""``/absence/``: who is away, and who stands in."""

from django.urls import path

from licensing.views import absence as views

app_name = "absence"
urlpatterns = [
    path("", views.absences, name="list"),
    path("<uuid:absence_id>/end/", views.end, name="end"),
]
