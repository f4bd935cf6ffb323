"""The addresses of a company's webhooks."""

from typing import TYPE_CHECKING, Any

from core.webhooks import delivering, services

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Return what the placeholders stand for: a webhook with a test on its way."""
    person = world.cast.administrator
    address = "https://erp.sivolit.example/dozvil"
    webhook, _secret = services.set_webhook(actor=person, address=address)
    sent = delivering.send_test(actor=person, webhook_id=webhook.pk)
    return {"webhooks": {"webhook_id": webhook.pk, "delivery_id": sent.pk}}


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return what is sent: an address that is not set yet."""
    return {"webhooks:new": {"address": "https://erp.sivolit.example/other"}}
