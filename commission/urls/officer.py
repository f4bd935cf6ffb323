"""Addresses under /cases/: opinions on a case."""

from django.urls import path

from commission.views import addendum, officer, protocol

app_name = "cases_opinions"

urlpatterns = [
    path("<str:ref>/opinions/", officer.index, name="list"),
    path("<str:ref>/extracts/<uuid:item_id>.pdf", protocol.extract_of_case, name="extract"),
    path("<str:ref>/addenda/<uuid:addendum_id>.pdf", addendum.document_of_case, name="addendum"),
    path("<str:ref>/ready/", officer.ready, name="ready"),
]
