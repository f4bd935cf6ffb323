"""A customs program: ask, reserve, confirm or cancel, and follow what changed.

    export DOZVIL_TOKEN=dz_…
    python customs_client.py https://dozvil.example check DL-2026-00001 1 12 "Defence Supply Agency"
    python customs_client.py https://dozvil.example ship DL-2026-00001 1 12 UA500120/2026/004471
    python customs_client.py https://dozvil.example turn-back DL-2026-00001 1 12 "Papers missing"
    python customs_client.py https://dozvil.example changes [CURSOR]

It needs only the standard library. A lost answer is asked for again with the same key.
"""

import json
import os
import sys
import time
from datetime import date
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen
from uuid import uuid4


class Customs:
    """Speaks to /api/v1 with one token."""

    def __init__(self, site: str, token: str) -> None:
        self.root, self.token = f"{site}/api/v1", token

    def call(self, path: str, content: dict | None = None) -> dict:
        """Send a call until it is answered; one key keeps a repeated write from writing twice."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Accept-Language": "en",
        }
        body = None
        if content is not None:
            headers["Idempotency-Key"] = uuid4().hex
            body = json.dumps(content).encode()
        for pause in (1, 2, 4, 8, 0):
            try:
                with urlopen(Request(self.root + path, body, headers), timeout=10) as answer:
                    return dict(json.load(answer))
            except HTTPError as refusal:
                # A refusal is final; only silence is asked again with the same key.
                raise SystemExit(json.load(refusal)["title"]) from None
            except URLError:
                if not pause:
                    raise
                time.sleep(pause)
        raise TimeoutError

    def check(self, licence: str, line: str, quantity: str, consignee: str = "") -> None:
        """Ask whether the licence is good for these goods today; leave with the reasons if not."""
        asked = {"position": line, "quantity": quantity, "consignee": consignee}
        verdict = self.call(f"/licences/{quote(licence)}?{urlencode(asked)}")
        if not verdict["good"]:
            sys.exit("; ".join(reason["detail"] for reason in verdict["reasons"]))
        say(f"{licence} is good until {verdict['valid_until']}")

    def reserve(self, licence: str, line: str, quantity: str) -> str:
        """Reserve goods of one line and return the number of the shipment."""
        self.check(licence, line, quantity)
        goods = [{"position": int(line), "quantity": quantity}]
        sent = {"licence": licence, "planned_on": today(), "lines": goods}
        return str(self.call("/shipments", sent)["number"])

    def ship(self, licence: str, line: str, quantity: str, declaration: str) -> None:
        """Reserve, then write off: the goods crossed the border today."""
        number = self.reserve(licence, line, quantity)
        crossing = {"crossed_on": today(), "declaration": declaration}
        done = self.call(f"/shipments/{number}/confirm", crossing)
        say(f"{done['number']} {done['state']}")

    def turn_back(self, licence: str, line: str, quantity: str, reason: str) -> None:
        """Reserve, then cancel: the goods did not cross, and the licence has them again."""
        number = self.reserve(licence, line, quantity)
        done = self.call(f"/shipments/{number}/cancel", {"reason": reason})
        say(f"{done['number']} {done['state']}")

    def changes(self, after: str = "") -> None:
        """Print what happened since a cursor; keep the last cursor for the next time."""
        while True:
            page = self.call(f"/licence-changes?{urlencode({'after': after})}")
            for change in page["items"]:
                say(f"{change['at']} {change['number']} {change['verb']}")
            if page["next"] is None:
                break
            after = page["next"]
        say(f"cursor {after}")


def today() -> str:
    """Return the day in Kyiv's calendar, taken from the machine."""
    return date.today().isoformat()  # noqa: DTZ011


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def main(site: str, deed: str, *given: str) -> None:
    """Do one thing."""
    customs = Customs(site, os.environ["DOZVIL_TOKEN"])
    deeds = {
        "check": customs.check,
        "ship": customs.ship,
        "turn-back": customs.turn_back,
        "changes": customs.changes,
    }
    deeds[deed](*given)


if __name__ == "__main__":
    main(*sys.argv[1:])
