"""Setting, renewing, switching on and ending a webhook."""

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit.log import record
from core.base import clock
from core.base.errors import Conflict, InvalidInput, Message
from core.webhooks import policies, selectors, signing
from core.webhooks.models import Webhook
from core.webhooks.sending import is_public

MOST = 5
LONGEST = 300


@transaction.atomic
def set_webhook(*, actor: User, address: str) -> tuple[Webhook, str]:
    """Tell the company's facts to an address from now on; return the webhook and its secret.

    The secret is returned here and never again. Event: `webhook.set`. Raises NotAllowed,
    InvalidInput for an address that cannot be called, and Conflict above MOST.
    """
    person, company_id = policies.require_administrator(actor)
    address = address.strip()
    _check(address)
    known = list(selectors.live(company_id).select_for_update())
    if any(one.address == address for one in known):
        raise InvalidInput("address_taken", _("This address is told already."), field="address")
    if len(known) >= MOST:
        raise Conflict("too_many", _("There are %(most)s webhooks. End one first."), most=MOST)
    webhook = Webhook.objects.create(company_id=company_id, address=address, person=person)
    record(actor=actor, verb="webhook.set", subject=webhook.subject, data={"host": _host(address)})
    return webhook, signing.secret_of(webhook)


@transaction.atomic
def renew_secret(*, actor: User, webhook_id: UUID) -> tuple[Webhook, str]:
    """Replace the secret; return the new one, this once. The old one signs nothing any more.

    Event: `webhook.secret_renewed`. Raises NotAllowed and Http404.
    """
    webhook = _own(actor, webhook_id)
    webhook.generation += 1
    webhook.save(update_fields=["generation"])
    record(actor=actor, verb="webhook.secret_renewed", subject=webhook.subject)
    return webhook, signing.secret_of(webhook)


@transaction.atomic
def switch_on(*, actor: User, webhook_id: UUID) -> Webhook:
    """Tell the address again after it was switched off; what happened meanwhile is not told.

    Event: `webhook.switched_on`. Raises NotAllowed and Http404. Twice changes nothing.
    """
    webhook = _own(actor, webhook_id)
    if webhook.off_at is not None:
        webhook.off_at, webhook.failing_since, webhook.person = None, None, actor
        webhook.save(update_fields=["off_at", "failing_since", "person"])
        record(actor=actor, verb="webhook.switched_on", subject=webhook.subject)
    return webhook


@transaction.atomic
def end_webhook(*, actor: User, webhook_id: UUID) -> None:
    """End a webhook for good; what still waits is given up.

    Event: `webhook.ended`. Raises NotAllowed and Http404.
    """
    webhook = _own(actor, webhook_id)
    webhook.ended_at, webhook.ended_by = clock.now(), actor
    webhook.save(update_fields=["ended_at", "ended_by"])
    webhook.deliveries.filter(next_at__isnull=False).update(next_at=None, given_up_at=clock.now())
    record(actor=actor, verb="webhook.ended", subject=webhook.subject)


def _own(actor: User, webhook_id: UUID) -> Webhook:
    _person, company_id = policies.require_administrator(actor)
    found = selectors.get_webhook(company_id, webhook_id)
    return Webhook.objects.select_for_update().get(pk=found.pk)


def _host(address: str) -> str:
    """Return what the log keeps of an address: a path may hold a password."""
    return urlsplit(address).hostname or ""


def _check(address: str) -> None:
    for fits, sentence in _REFUSALS:
        if not fits(address):
            raise InvalidInput("address", sentence, field="address")


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        return None
    return parts


def _is_plain(address: str) -> bool:
    fits = address.isascii() and address.isprintable() and " " not in address
    return fits and len(address) <= LONGEST


def _is_address(address: str) -> bool:
    parts = _parts(address)
    return bool(parts and parts.scheme == "https" and parts.hostname and not parts.fragment)


def _has_no_password(address: str) -> bool:
    parts = _parts(address)
    return bool(parts and parts.username is None and parts.password is None)


def _has_open_port(address: str) -> bool:
    parts = _parts(address)
    return bool(parts and (parts.port or 443) in settings.WEBHOOK_PORTS)


def _leads_outside(address: str) -> bool:
    host = _host(address)
    try:
        return is_public(ip_address(host))
    except ValueError:
        return "." in host.strip(".")


_REFUSALS: tuple[tuple[Callable[[str], bool], Message], ...] = (
    (_is_plain, _("Write an address of Latin letters without spaces, at most 300 characters.")),
    (_is_address, _("Write an address that begins with https://, without a # part.")),
    (_has_no_password, _("Leave name and password out of the address: the signature proves us.")),
    (_has_open_port, _("This port is not called from here. Leave it out: 443 is the usual one.")),
    (_leads_outside, _("Write an address that can be reached from the internet.")),
)
