"""Addresses of the register and of the auditor's desk."""

from django.urls import path

from records.views import desk, register

app_name = "records"

urlpatterns = [
    path("", register.register, name="list"),
    path("export", register.export, name="export"),
    path("ledger/", register.ledger, name="ledger"),
    path("ledger/verify", register.verify, name="verify"),
    path("samples/", desk.sample_list, name="samples"),
    path("samples/<uuid:sample_id>/", desk.sample, name="sample"),
    path("readings/", desk.reading_log, name="readings"),
    path("cases/<str:ref>/", desk.case_as_of, name="as_of"),
    path("<str:number>/", register.decision, name="detail"),
    path("<str:number>/record.json", register.text, name="text"),
    path("<str:number>/documents/<path:document>.pdf", register.document, name="document"),
]
