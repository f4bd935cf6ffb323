"""Addresses under /reference/: the dated rules and their changes."""

from django.urls import path

from licensing.views import reference as rules
from licensing.views import reference_changes as changes

app_name = "reference"

urlpatterns = [
    path("", rules.index, name="index"),
    path("changes/<uuid:change_id>/", changes.change, name="change"),
    path("changes/<uuid:change_id>/confirm/", changes.confirm, name="confirm"),
    path("changes/<uuid:change_id>/reject/", changes.reject, name="reject"),
    path("changes/<uuid:change_id>/withdraw/", changes.withdraw, name="withdraw"),
    path("calendar/new/", changes.propose_days, name="propose_days"),
    path("control-list/new/", changes.propose_edition, name="propose_edition"),
    path("<slug:table>/", rules.rows, name="rows"),
    path("<slug:table>/<uuid:row_id>/", rules.row, name="row"),
    path("<slug:table>/<uuid:row_id>/change/", changes.propose, name="propose"),
]
