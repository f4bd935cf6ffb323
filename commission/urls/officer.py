"""Addresses under /cases/: opinions on a case."""

from django.urls import path

from commission.views import officer, protocol

app_name = "cases_opinions"

urlpatterns = [
    path("<str:ref>/opinions/", officer.index, name="list"),
    path("<str:ref>/extracts/<uuid:item_id>.pdf", protocol.extract_of_case, name="extract"),
    path("<str:ref>/ready/", officer.ready, name="ready"),
]
