"""The malware scanner: clamd's INSTREAM command over TCP or a Unix socket.

A scanner that is away never lets a file pass: the file is kept in quarantine until it was scanned.
"""

import socket
import struct
from dataclasses import dataclass
from io import BytesIO

import structlog
from django.conf import settings

from core.documents.models import Scan

CHUNK = 64 * 1024
SECONDS = 30.0
ANSWER_LIMIT = 4096

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Verdict:
    """What the scanner says of one file, with the name of the malware when it found some."""

    scan: Scan
    malware: str = ""


def scan(content: bytes) -> Verdict:
    """Return the scanner's verdict; `unscanned` where no scanner is configured (the demo)."""
    if not settings.CLAMD_ADDRESS:
        return Verdict(Scan.UNSCANNED)
    try:
        answer = _ask(settings.CLAMD_ADDRESS, content)
    except OSError as error:
        log.warning("scanner_away", error=str(error))
        return Verdict(Scan.QUARANTINED)
    return _verdict(answer)


def _verdict(answer: str) -> Verdict:
    result = answer.removeprefix("stream: ")
    if result == "OK":
        return Verdict(Scan.CLEAN)
    if result.endswith(" FOUND"):
        return Verdict(Scan.INFECTED, result.removesuffix(" FOUND"))
    log.warning("scanner_refused", answer=answer[:200])
    return Verdict(Scan.QUARANTINED)


def _ask(address: str, content: bytes) -> str:
    with _connect(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        stream = BytesIO(content)
        while chunk := stream.read(CHUNK):
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
        return _read_answer(connection)


def _connect(address: str) -> socket.socket:
    """Connect to `host:port` or, when the address starts with a slash, to a Unix socket."""
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    connection.connect(address)
    return connection


def _read_answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < ANSWER_LIMIT:
        part = connection.recv(ANSWER_LIMIT)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
