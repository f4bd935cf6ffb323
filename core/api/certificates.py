"""Mutual TLS by configuration: the proxy proves who called, the token says who may.

The proxy in front ends TLS, verifies the client's certificate and passes it on in a header of its
own, which it must take out of whatever came from outside. `API_CERTIFICATE_HEADER` names that
header; unset, certificates are not asked for. Its value is the SHA-256 fingerprint in hexadecimal
or the certificate itself as escaped PEM (`$ssl_client_escaped_cert` of nginx).
"""

import hashlib
import re
import ssl
from hmac import compare_digest
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.api.models import ApiToken
from core.api.problems import Unauthenticated

_PEM = "-----BEGIN CERTIFICATE-----"
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def are_asked_for() -> bool:
    """Return whether programs of offices have to show a certificate here."""
    return bool(settings.API_CERTIFICATE_HEADER)


def fingerprint(text: str) -> str:
    """Return a SHA-256 fingerprint as it is kept, from any way to write it; "" for none."""
    plain = unquote(text).strip()
    if plain.startswith(_PEM):
        try:
            return hashlib.sha256(ssl.PEM_cert_to_DER_cert(plain)).hexdigest()
        except ValueError:
            return ""
    bare = re.sub(r"[:\s]", "", plain).lower()
    return bare if _FINGERPRINT.fullmatch(bare) else ""


def require(request: HttpRequest, token: ApiToken) -> None:
    """Raise Unauthenticated unless the call came with the certificate of its token.

    A program of an office always needs one; a program of a company when its token names one.
    """
    if not are_asked_for() or not (token.office or token.certificate):
        return
    shown = fingerprint(request.headers.get(settings.API_CERTIFICATE_HEADER, ""))
    if not shown:
        raise Unauthenticated("certificate_missing", _("Call with the certificate of the program."))
    if not compare_digest(shown, token.certificate):
        message = _("The token belongs to another certificate.")
        raise Unauthenticated("certificate_differs", message)
