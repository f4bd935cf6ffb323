"""Addresses under /cases/: opinions on a case."""

from django.urls import path

from commission.views import officer

app_name = "cases_opinions"

urlpatterns = [
    path("<str:ref>/opinions/", officer.index, name="list"),
    path("<str:ref>/ready/", officer.ready, name="ready"),
]
