"""Addresses under /licences/; the page of one licence is told by tracking."""

from django.urls import path, re_path

from licensing.views import licences, reports

app_name = "licences"

urlpatterns = [
    path("", licences.index, name="list"),
    path("reports/<uuid:report_id>/", reports.report, name="report"),
    path("reports/<uuid:report_id>/<int:edition>/", reports.report_file, name="report_file"),
    path("<str:number>/amend/", licences.amend, name="amend"),
    path("<str:number>/document.pdf", licences.download, name="download"),
    re_path(
        r"^(?P<number>[^/]+)/(?P<name>suspend|reinstate|revoke|surrender)/$",
        licences.act,
        name="act",
    ),
]
