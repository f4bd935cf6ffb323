"""Finding a permit at the border, from whatever stands on the papers of the lorry.

By the number of the permit, of the shipment or of the declaration, by a serial number, and by the
name of the holder, the end user or the consignee, with a typing error or in Latin letters.
"""

import re
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise

from core.accounts.models import User
from core.base import clock
from core.base.numbers import Kind as Series
from licensing.models import Licence, SearchHit
from licensing.search import TermKind, key_of, numbers_like
from licensing.selectors.licences.register import state_of
from licensing.selectors.scope import licences_visible_to
from licensing.selectors.search import LONGEST, SHORTEST, forgive
from tracking.models import Shipment
from tracking.selectors.numbers import shipments_bearing
from tracking.selectors.serial_search import FoundSerial, find_serial

MOST = 25
#: What may be a name or the code of a firm: a word, not the letters before a number.
_NAME = re.compile(r"[a-z]{3}|\d{6}")


@dataclass(frozen=True, slots=True)
class FoundPermit:
    """A permit with its state today."""

    licence: Licence
    state: str
    label: str | Promise


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that fits the words, the latest first."""

    query: str
    permits: tuple[FoundPermit, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    serials: tuple[FoundSerial, ...] = ()
    too_short: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether something was asked and nothing found."""
        found = self.permits or self.shipments or self.serials
        return bool(self.query) and not self.too_short and not found


def find(user: User, text: str) -> Found:
    """Return the visible permits, shipments and serial numbers that fit (four queries)."""
    text = text.strip()[:LONGEST]
    key = key_of(text)
    if len(key) < SHORTEST:
        return Found(text, too_short=bool(text))
    return Found(
        text,
        permits=tuple(FoundPermit(one, *state_of(one)) for one in _permits(user, text, key)),
        shipments=tuple(_shipments(user, text)),
        serials=tuple(find_serial(user, text)),
    )


def _permits(user: User, text: str, key: str) -> list[Licence]:
    named = SearchHit.objects.filter(
        Q(term__key__trigram_word_similar=key) | Q(term__key__contains=key),
        term__kind__in=[TermKind.COMPANY, TermKind.PARTY],
    )
    fits = Q(number__in=numbers_like(text, Series.LICENCE, clock.today()))
    if _NAME.search(key):
        fits |= Q(application__in=named.values("application"))
    permits = licences_visible_to(user).filter(fits).select_related("manufacturer", "application")
    with transaction.atomic():
        forgive()
        return list(permits.order_by("-issued_on", "-number")[:MOST])


def _shipments(user: User, text: str) -> list[Shipment]:
    found = shipments_bearing(text).filter(licence__in=licences_visible_to(user).order_by())
    return list(found.select_related("licence__manufacturer").order_by("-number")[:MOST])
