"""Addresses under /statements/: what the defence ministry says about production lines."""

from django.urls import path

from licensing.views import statements

app_name = "statements"

urlpatterns = [
    path("", statements.index, name="index"),
    path("lines/<uuid:line_id>/new/", statements.enter, name="enter"),
    path("<uuid:statement_id>/", statements.statement, name="statement"),
    path("<uuid:statement_id>/file/", statements.file, name="file"),
    path("<uuid:statement_id>/confirm/", statements.confirm, name="confirm"),
    path("<uuid:statement_id>/reject/", statements.reject, name="reject"),
]
