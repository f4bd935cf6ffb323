"""A receiver at work, the company that set it, and the settings under which it may be called."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.accounts.models import User
from core.webhooks import services
from core.webhooks.models import Webhook
from demo.cast import Cast, build_cast
from tests.webhooks.receiving import Listening, listening


@pytest.fixture
def cast(db) -> Cast:
    return build_cast()


@pytest.fixture
def administrator(cast: Cast) -> User:
    return cast.administrator


@pytest.fixture
def receiver(tmp_path: Path, settings) -> Iterator[Listening]:
    with listening(tmp_path) as found:
        settings.WEBHOOK_NETWORKS = ("127.0.0.0/8", "::1/128")
        settings.WEBHOOK_PORTS = (found.port,)
        settings.WEBHOOK_AUTHORITIES = str(found.certificate)
        yield found


@pytest.fixture
def webhook(administrator: User, receiver: Listening) -> Webhook:
    """A webhook whose receiver knows its secret."""
    address = receiver.address.replace("localhost", "127.0.0.1")
    found, secret = services.set_webhook(actor=administrator, address=address)
    receiver.know(secret)
    return found
