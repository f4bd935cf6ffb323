"""Addresses under /commission/: the body itself."""

from django.urls import path

from commission.views import body

app_name = "commission"

urlpatterns = [
    path("", body.index, name="body"),
    path("seats/new/", body.establish, name="establish"),
    path("seats/<uuid:seat_id>/mandates/new/", body.appoint, name="appoint"),
    path("mandates/<uuid:mandate_id>/revoke/", body.revoke, name="revoke"),
    path("rules/new/", body.adopt, name="adopt"),
]
