#!/usr/bin/env python3
"""A company's program: enters a product and prepares an application of three lines for signing.

Needs nothing but the standard library:

    DOZVIL_TOKEN=dz_… python3 company_client.py http://localhost:8000 contract.pdf certificate.pdf

It stops where the law wants a person: a signatory declares and submits in the browser.
"""

import json
import os
import sys
import urllib.error
import urllib.request
import uuid
from pathlib import Path

PRODUCTS = [
    ("Розвідувальний БпЛА «Зразок-1»", "Reconnaissance UAV “Sample-1”", "8806930000", 12, "960000"),
    ("Станція керування «Зразок-1К»", "Ground station “Sample-1K”", "8526920090", 4, "88000"),
    ("Катапульта «Зразок-1П»", "Launcher “Sample-1P”", "8805100000", 4, "42000"),
]
END_USER = {
    "name_uk": "Агентство оборонного постачання, м. Вестергавн",
    "name_en": "Defence Supply Agency, Vesterhavn",
    "country": "DK",
    "register_no": "DK-20114477",
    "address_uk": "Гавнегаде, 4, Вестергавн",
    "address_en": "Havnegade 4, Vesterhavn",
}
CERTIFICATE = {
    "number": "EUC-2026-0400",
    "issued_on": "2026-10-20",
    "valid_until": "2027-06-30",
    "issuer": "Defence Supply Agency",
    "signatory_name": "Freja Lindqvist",
    "signatory_position": "Head of procurement",
    "undertakes_no_reexport": True,
    "allows_checks": True,
    "authenticity_confirmed_on": "2026-10-28",
}


class Dozvil:
    """Sends calls; remembers the ETag of the draft, so that nothing is overwritten unseen."""

    def __init__(self, site: str, token: str) -> None:
        self.root, self.token, self.etag = f"{site}/api/v1", token, ""

    def call(self, method: str, path: str, content: object = None) -> dict:
        """Send JSON and return the answer."""
        body = json.dumps(content).encode() if content is not None else b""
        return self._send(method, path, body, "application/json")

    def send_file(self, path: str, file: Path, **fields: str) -> dict:
        """Send one file as multipart/form-data."""
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        head = f'Content-Disposition: form-data; name="file"; filename="{file.name}"'
        start = f"--{edge}\r\n{head}\r\nContent-Type: application/octet-stream\r\n\r\n"
        parts += [start.encode(), file.read_bytes(), f"\r\n--{edge}--\r\n".encode()]
        return self._send("POST", path, b"".join(parts), f"multipart/form-data; boundary={edge}")

    def _send(self, method: str, path: str, body: bytes, content_type: str) -> dict:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": content_type,
            "Accept-Language": "en",
            # One key for one intended effect: keep it when you repeat a call that got no answer.
            "Idempotency-Key": str(uuid.uuid4()),
        }
        if self.etag:
            headers["If-Match"] = self.etag
        request = urllib.request.Request(self.root + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                self.etag = answer.headers.get("ETag", self.etag)
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            problem = json.load(refusal)
            places = [f"{one.get('pointer')}: {one['detail']}" for one in problem.get("errors", [])]
            text = "\n  ".join([f"{method} {path}: {problem['title']}", *places])
            raise SystemExit(text) from None


def main(site: str, contract: str, certificate: str) -> None:
    """Enter the products, fill in a draft and hand it to the signatory."""
    dozvil = Dozvil(site, os.environ["DOZVIL_TOKEN"])
    print("acts for", dozvil.call("GET", "/token")["owner"])
    for name_uk, name_en, uktzed, *_ in PRODUCTS:
        product = {"name_uk": name_uk, "name_en": name_en, "uktzed": uktzed}
        dozvil.call("POST", "/products", product | {"control_code": "ML10.c", "unit": "pcs"})
    dozvil.etag = ""
    kind = {"title": "Sample deal", "destination": "DK", "kind": "one_time", "track": "military"}
    draft = f"/drafts/{dozvil.call('POST', '/drafts', kind)['id']}"
    dozvil.call("PUT", f"{draft}/contract", {"contract_no": "7/26", "contract_date": "2026-10-12"})
    use = {"end_use_uk": "Спостереження за узбережжям", "end_use_en": "Observation of the coast"}
    dozvil.call("PUT", f"{draft}/end-use", use)
    for name_uk, name_en, uktzed, quantity, value in PRODUCTS:
        line = {"name_uk": name_uk, "name_en": name_en, "control_code": "ML10.c", "uktzed": uktzed}
        figures = {"quantity": str(quantity), "unit": "pcs", "value": value, "currency": "EUR"}
        dozvil.call("POST", f"{draft}/lines", line | figures)
    dozvil.call("PUT", f"{draft}/end-user", END_USER)
    dozvil.call("PUT", f"{draft}/certificate", CERTIFICATE)
    dozvil.send_file(f"{draft}/certificate/file", Path(certificate))
    dozvil.send_file(f"{draft}/files", Path(contract), kind="contract")
    for finding in dozvil.call("GET", f"{draft}/check")["findings"]:
        print(finding["outcome"], finding["text"])
    print("ready to sign:", dozvil.call("POST", f"{draft}/ready")["sign_at"])


if __name__ == "__main__":
    main(*sys.argv[1:])
