"""Addresses under /opinions/."""

from django.urls import path

from commission.views import adviser

app_name = "opinions"

urlpatterns = [
    path("", adviser.index, name="list"),
    path("<uuid:request_id>/", adviser.detail, name="detail"),
    path("<uuid:request_id>/files/<uuid:file_id>/", adviser.file, name="file"),
]
