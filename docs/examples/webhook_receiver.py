"""A company's program that is told what happens to its cases.

    export DOZVIL_SECRET=whsec_…
    python webhook_receiver.py 8443 certificate.pem key.pem

It needs only the standard library. It prints each fact once; a forged, an old or a repeated call
changes nothing. A real program would keep the identifiers of what it has seen in its database.
"""

import hmac
import json
import os
import ssl
import sys
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OLDEST = 300  # seconds between the signature and its arrival
LARGEST = 65536


class Receiver:
    """Tells whether a call is genuine and new, and hands its fact on."""

    def __init__(self, secret: str, hand_on: Callable[[dict], None]) -> None:
        self.key = b64decode(secret.removeprefix("whsec_"))
        self.hand_on, self.seen = hand_on, set[str]()

    def receive(self, headers: dict[str, str], body: bytes) -> int:
        """Return the HTTP status with which a call is answered."""
        name, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        signed = f"{name}.{stamp}.".encode() + body
        expected = "v1," + b64encode(hmac.digest(self.key, signed, "sha256")).decode()
        given = headers.get("webhook-signature", "").split()
        if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in given):
            return 401
        if abs(time.time() - int(stamp)) > OLDEST:
            return 400
        if name not in self.seen:
            self.hand_on(json.loads(body))
            self.seen.add(name)
        return 204


def server(port: int, receiver: Receiver) -> ThreadingHTTPServer:
    """Return a server that asks the receiver about each call."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            known = size <= LARGEST
            self.send_response(receiver.receive(headers, self.rfile.read(size)) if known else 413)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing: the facts are printed."""

    return ThreadingHTTPServer(("", port), Handler)


if __name__ == "__main__":
    port, certificate, key = sys.argv[1:]
    listening = server(int(port), Receiver(os.environ["DOZVIL_SECRET"], print))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listening.socket = context.wrap_socket(listening.socket, server_side=True)
    listening.serve_forever()
