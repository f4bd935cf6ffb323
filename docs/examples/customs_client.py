"""A customs program in forty lines: ask, reserve, confirm; a lost answer is asked for again.

python customs_client.py https://dozvil.example dz_TOKEN DL-2026-00001 1 12 UA500120/2026/004471
"""

import json
import sys
import time
from datetime import date
from urllib.error import URLError
from urllib.request import Request, urlopen
from uuid import uuid4


class Customs:
    """Speaks to /api/v1 with one token."""

    def __init__(self, site: str, token: str) -> None:
        self.root, self.token = f"{site}/api/v1", token

    def call(self, path: str, content: dict | None = None) -> dict:
        """Send a call until it is answered; one key keeps a repeated write from writing twice."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        body = None
        if content is not None:
            headers["Idempotency-Key"] = uuid4().hex
            body = json.dumps(content).encode()
        for pause in (1, 2, 4, 8, 0):
            try:
                with urlopen(Request(self.root + path, body, headers), timeout=10) as answer:
                    return dict(json.load(answer))
            except URLError as lost:
                # A refusal has a code and is final; silence is asked again with the same key.
                if hasattr(lost, "code") or not pause:
                    raise
                time.sleep(pause)
        raise TimeoutError


def main(site: str, token: str, licence: str, line: str, quantity: str, declaration: str) -> None:
    """Write one line off, or print why not."""
    customs, today = Customs(site, token), date.today().isoformat()  # noqa: DTZ011
    verdict = customs.call(f"/licences/{licence}?position={line}&quantity={quantity}")
    if not verdict["good"]:
        sys.exit("; ".join(reason["detail"] for reason in verdict["reasons"]))
    goods = [{"position": int(line), "quantity": quantity}]
    shipment = customs.call("/shipments", {"licence": licence, "planned_on": today, "lines": goods})
    crossing = {"crossed_on": today, "declaration": declaration}
    done = customs.call(f"/shipments/{shipment['number']}/confirm", crossing)
    sys.stdout.write(f"{done['number']} {done['state']}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
