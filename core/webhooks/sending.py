"""One call to an address that a stranger wrote down: never into our own network.

The name is looked up here, every address behind it must be public, and the connection goes to the
address that was looked at: a name that answers differently the second time gains nothing. No
redirect is followed and the answer's text is not read.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException, HTTPSConnection
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from socket import IPPROTO_TCP, create_connection, gaierror, getaddrinfo
from urllib.parse import urlsplit

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from core.webhooks.models import Problem

SECONDS = 5
# What is routed today (RFC 4291, IANA): anything else in IPv6 is private, mapped or translated.
ROUTED = ip_network("2000::/3")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call: a status, a problem, or both."""

    status: int | None = None
    problem: str = ""


def post(address: str, headers: Mapping[str, str], body: bytes) -> Outcome:
    """Send the body once and say what came of it. Raises nothing for a server that misbehaves."""
    try:
        status = _call(address, headers, body)
    except gaierror:
        return Outcome(problem=Problem.NAME)
    except _Inner:
        return Outcome(problem=Problem.INNER)
    except ssl.SSLError:
        return Outcome(problem=Problem.TLS)
    except (OSError, HTTPException, SoftTimeLimitExceeded):
        return Outcome(problem=Problem.SILENT)
    return Outcome(status, "" if 200 <= status < 300 else Problem.REFUSED)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether a call may go there: a public address, or a network of the settings."""
    if any(address in network for network in _allowed(tuple(settings.WEBHOOK_NETWORKS))):
        return True
    if address.is_multicast or not address.is_global:
        return False
    if isinstance(address, IPv6Address):
        return address in ROUTED and not (address.sixtofour or address.teredo)
    return True


class _Inner(Exception):
    """The name leads to an address that is not public."""


class _Pinned(HTTPSConnection):
    """A connection to the address that was looked at, for the name that was asked for."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self._tls = ssl.create_default_context(cafile=settings.WEBHOOK_AUTHORITIES or None)
        super().__init__(host, port, timeout=SECONDS, context=self._tls)
        self._address = address

    def connect(self) -> None:
        """Connect to the address; the certificate must be that of the name."""
        plain = create_connection((self._address, self.port), SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def _call(address: str, headers: Mapping[str, str], body: bytes) -> int:
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 443
    connection = _Pinned(host, port, _looked_up(host, port))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, body, dict(headers))
        return connection.getresponse().status
    finally:
        connection.close()


def _looked_up(host: str, port: int) -> str:
    found = [str(one[4][0]) for one in getaddrinfo(host, port, proto=IPPROTO_TCP)]
    if not all(is_public(ip_address(one)) for one in found):
        raise _Inner
    return found[0]


@cache
def _allowed(networks: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(one) for one in networks)
