"""Addresses under /licences/: the licence page and its shipments, beside those of licensing."""

from django.urls import path

from licensing.urls import licences
from tracking.views import customs, licence, oversight, shipments, traces

app_name = "licences"

urlpatterns = [
    *licences.urlpatterns,
    path("duties/", traces.duties, name="duties"),
    path("search/", customs.search, name="search"),
    path("where/", traces.where_is_it, name="where"),
    path("destinations/", traces.destination_list, name="destinations"),
    path("destinations/<str:country>/", traces.destination, name="destination"),
    path("incidents/", traces.incident_list, name="incidents"),
    path("incidents/report/", traces.report_incident, name="report_incident"),
    path("incidents/<uuid:pk>/", traces.incident, name="incident"),
    path("incidents/<uuid:pk>/conclude/", traces.conclude, name="conclude"),
    path("deliveries/<uuid:pk>/", traces.delivery, name="delivery"),
    path("deliveries/<uuid:pk>/judge/", traces.judge, name="judge"),
    path("deliveries/<uuid:pk>/file/", traces.delivery_file, name="delivery_file"),
    path("checks/", oversight.checks, name="checks"),
    path("checks/<uuid:pk>/", oversight.check, name="check"),
    path("checks/<uuid:pk>/protocol/", oversight.protocol, name="protocol"),
    path("checks/<uuid:pk>/follow-up/", oversight.follow_up, name="follow_up"),
    path("checks/<uuid:pk>/photos/<uuid:file_id>/", oversight.photo, name="photo"),
    path("re-exports/", oversight.reexport_list, name="reexports"),
    path("re-exports/<uuid:pk>/", oversight.reexport, name="reexport"),
    path("re-exports/<uuid:pk>/refuse/", oversight.refuse_reexport, name="refuse_reexport"),
    path("re-exports/<uuid:pk>/file/", oversight.reexport_file, name="reexport_file"),
    path("<str:number>/plan-check/", oversight.plan, name="plan"),
    path("<str:number>/re-export/", oversight.ask_reexport, name="ask_reexport"),
    path("customs-file/", customs.customs_file, name="customs_file"),
    path("<str:number>/", licence.overview, name="detail"),
    path("<str:number>/shipments/", licence.shipments, name="shipments"),
    path("<str:number>/serials/", licence.serials, name="serials"),
    path("<str:number>/owed/", licence.owed, name="owed"),
    path("<str:number>/abroad/", licence.abroad, name="abroad"),
    path("<str:number>/journal/", licence.journal, name="journal"),
    path("<str:number>/announce/", shipments.announce, name="announce"),
    path("<str:number>/used-up/", traces.used_up, name="used_up"),
    path("shipments/<str:number>/paper/", shipments.paper, name="paper"),
    path("shipments/<str:number>/sheet.pdf", shipments.sheet, name="sheet"),
    path("shipments/<str:number>/prove/", traces.prove, name="prove"),
    path("shipments/<str:number>/confirm/", shipments.confirm, name="confirm"),
    path("shipments/<str:number>/cancel/", shipments.cancel, name="cancel"),
    path("shipments/<str:number>/correct/", shipments.correct, name="correct"),
]
