"""A program that calls the interface in-process, as a company's or an office's would."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from core.accounts.models import User
from core.api.models import ApiToken
from core.api.policies import owner_for
from core.api.services import issue_token
from core.base import clock

ROOT = "/api/v1"


@dataclass
class Program:
    """Holds a secret and sends JSON with it."""

    secret: str = ""
    token: ApiToken | None = None
    language: str = "en"
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.send("GET", path, None, **headers)

    def send(
        self, method: str, path: str, content: Any, *, key: str | None = None, **headers: str
    ) -> HttpResponse:
        """Send a call; a POST gets a new key unless one is given ("" sends none)."""
        sent = {"Accept-Language": self.language, **headers}
        if self.secret:
            sent["Authorization"] = f"Bearer {self.secret}"
        if key is None and method == "POST":
            key = uuid4().hex
        if key:
            sent["Idempotency-Key"] = key
        body = content if isinstance(content, bytes | None) else json.dumps(content)
        return self.client.generic(
            method, f"{ROOT}{path}", body or b"", "application/json", headers=sent
        )


def program(person: User, scopes: Iterable[str] | None = None, days: int = 90) -> Program:
    """Return a program of a person with all the scopes such a person can give, or those named."""
    owner = owner_for(person)
    assert owner is not None
    token, secret = issue_token(
        actor=person,
        name=f"Програма {uuid4().hex[:6]}",
        scopes=list(owner.scopes if scopes is None else scopes),
        last_day=clock.today() + timedelta(days=days),
    )
    return Program(secret=secret, token=token)


def told(response: HttpResponse) -> tuple[int, str]:
    """Return status and kind of a problem; it must be one."""
    assert response["Content-Type"].startswith("application/problem+json"), response.content
    content = json.loads(response.content)
    assert content["status"] == response.status_code
    return response.status_code, content["type"].removeprefix("urn:dozvil:problem:")
