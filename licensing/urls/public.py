"""Addresses of the public check. The QR code carries the second one: it fits a smaller code."""

from django.urls import path, re_path

from licensing.views import public

app_name = "verify"

urlpatterns = [
    path("verify/", public.index, name="index"),
    re_path(r"^verify/(?P<digest>[0-9a-fA-F]{64})/?$", public.document, name="document"),
    re_path(r"^V/(?P<digest>[0-9A-Fa-f]{64})/?$", public.document, name="qr"),
]
