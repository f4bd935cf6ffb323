"""Secrets and signatures, by the convention of Standard Webhooks (standardwebhooks.com, v1).

A receiver may check them with any library of that convention, or with ten lines of its own
(`docs/examples/webhook_receiver.py`).
"""

import hmac
from base64 import b64decode, b64encode
from datetime import datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from core.webhooks.models import Webhook

PREFIX = "whsec_"


def secret_of(webhook: Webhook) -> str:
    """Return the secret of this generation of a webhook, as its receiver keeps it."""
    name = f"{webhook.pk}:{webhook.generation}"
    key = salted_hmac("core.webhooks.secret", name, algorithm="sha256").digest()
    return PREFIX + b64encode(key).decode()


def headers(secret: str, event: UUID, at: datetime, body: bytes) -> dict[str, str]:
    """Return what proves to the receiver who sent the body, and when.

    The instant is signed too, so that an old call cannot be played again.
    """
    stamp = str(int(at.timestamp()))
    return {
        "webhook-id": str(event),
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{_signature(secret, f'{event}.{stamp}.'.encode() + body)}",
    }


def _signature(secret: str, text: bytes) -> str:
    key = b64decode(secret.removeprefix(PREFIX))
    return b64encode(hmac.digest(key, text, "sha256")).decode()
