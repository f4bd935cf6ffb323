"""Addresses of the register."""

from django.urls import path

from records.views import register as views

app_name = "records"

urlpatterns = [
    path("", views.register, name="list"),
    path("export", views.export, name="export"),
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/verify", views.verify, name="verify"),
    path("<str:number>/", views.decision, name="detail"),
    path("<str:number>/record.json", views.text, name="text"),
    path("<str:number>/documents/<str:document>.pdf", views.document, name="document"),
]
