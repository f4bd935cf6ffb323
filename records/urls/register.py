"""Addresses of the register and of the auditor's desk."""

from django.urls import path

from records.views import desk, ledger, packages, register, retention

app_name = "records"

urlpatterns = [
    path("", register.register, name="list"),
    path("export", register.export, name="export"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/verify", ledger.verify, name="verify"),
    path("ledger/handover", ledger.handover, name="handover"),
    path("ledger/receipts", ledger.receipt, name="receipt"),
    path("packages/", packages.package_list, name="packages"),
    path("packages/<uuid:package_id>/", packages.package, name="package"),
    path("packages/<uuid:package_id>/file.zip", packages.package_file, name="package_file"),
    path("retention/", retention.overview, name="retention"),
    path("retention/holds/new", retention.hold_new, name="hold_new"),
    path("retention/holds/<uuid:hold_id>/", retention.hold, name="hold"),
    path("retention/acts/new", retention.disposal_new, name="disposal_new"),
    path("retention/acts/<uuid:act_id>/", retention.disposal, name="disposal"),
    path("anomalies/", desk.anomaly_list, name="anomalies"),
    path("samples/", desk.sample_list, name="samples"),
    path("samples/<uuid:sample_id>/", desk.sample, name="sample"),
    path("readings/", desk.reading_log, name="readings"),
    path("cases/<str:ref>/", desk.case_as_of, name="as_of"),
    path("<str:number>/", register.decision, name="detail"),
    path("<str:number>/record.json", register.text, name="text"),
    path("<str:number>/documents/<path:document>.pdf", register.document, name="document"),
]
