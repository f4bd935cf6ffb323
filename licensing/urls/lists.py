"""Addresses under /lists/: the watch lists."""

from django.urls import path

from licensing.views import lists

app_name = "lists"

urlpatterns = [
    path("", lists.index, name="index"),
    path("import/", lists.take, name="import"),
    path("<uuid:edition_id>/", lists.edition, name="edition"),
    path("<uuid:edition_id>/confirm/", lists.confirm, name="confirm"),
    path("<uuid:edition_id>/refuse/", lists.refuse, name="refuse"),
]
