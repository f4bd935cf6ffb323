"""Addresses of the public figures."""

from django.urls import path

from records.views import statistics as views

app_name = "statistics"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:year>/", views.year, name="year"),
    path("<int:year>/publish", views.publish, name="publish"),
    path("<int:year>.json", views.exact_text, name="text"),
    path("<int:year>.csv", views.table, name="table"),
]
