"""What every part of a licence's page shares: its head, the bar of its term, its tabs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.accounts.models import User
from core.base import clock
from licensing.models import Licence, LicenceAct, LicenceState
from licensing.selectors.case.page import Tab
from licensing.selectors.licences.register import LicencePage, licence_page
from licensing.selectors.licences.register import LicensedGoods as Goods
from tracking.models import SerialRange
from tracking.selectors.licence_duties import Duty, duties_of
from tracking.selectors.licence_follows import Follows, follows
from tracking.selectors.licence_journal import journal_events


class Part(StrEnum):
    """A part of the page; its value is the name of its address."""

    BALANCE = "detail"
    SHIPMENTS = "shipments"
    SERIALS = "serials"
    DUTIES = "owed"
    ABROAD = "abroad"
    JOURNAL = "journal"


@dataclass(frozen=True, slots=True)
class Term:
    """The term as a bar: what of it is over and where goods crossed, in hundredths of its length.

    The figures are text with a point: they go into a drawing.
    """

    over: str
    crossings: list[str]
    shipments: int

    @property
    def is_over(self) -> bool:
        """Tell whether the last day is behind."""
        return self.over == "100.0"


@dataclass(frozen=True, slots=True)
class LicenceTabs:
    """The head of the page, its tabs, and what of the licence is owed."""

    page: LicencePage
    term: Term
    totals: list[tuple[Decimal, str]]
    tabs: list[Tab]
    duties: list[Duty]
    ended_by: LicenceAct | None
    known: Follows


def licence_tabs(user: User, licence: Licence, part: Part) -> LicenceTabs:
    """Return what is around one part of the page of a licence that the person may see."""
    page, known = licence_page(user, licence), follows(user, licence)
    duties = duties_of(user, licence, page.reports, known)
    return LicenceTabs(
        page=page,
        term=_term(licence, known),
        totals=_totals(page.goods),
        tabs=_tabs(licence, part, known, duties),
        duties=duties,
        ended_by=page.acts[-1] if licence.state != LicenceState.VALID and page.acts else None,
        known=known,
    )


def _tabs(licence: Licence, part: Part, known: Follows, duties: list[Duty]) -> list[Tab]:
    owed = [duty for duty in duties if not duty.is_met]
    late = _("overdue") if any(duty.is_late for duty in owed) else ""
    abroad = gettext_lazy("Checks and incidents") if known.oversees else gettext_lazy("Abroad")
    named = (
        (Part.BALANCE, gettext_lazy("Balance"), None, ""),
        (Part.SHIPMENTS, gettext_lazy("Shipments"), len(known.shipments), ""),
        (Part.SERIALS, gettext_lazy("Serial numbers"), _pieces(licence), ""),
        (Part.DUTIES, pgettext_lazy("tab", "Duties"), len(owed), late),
        (Part.ABROAD, abroad, known.abroad, ""),
        (Part.JOURNAL, gettext_lazy("Journal"), journal_events(licence, known).count(), ""),
    )
    return [
        Tab(label, reverse(f"licences:{one}", args=[licence.number]), one == part, count, alarm)
        for one, label, count, alarm in named
    ]


def _pieces(licence: Licence) -> int:
    """Return how many single numbers left or are about to leave; a lot names no pieces."""
    live = Q(shipment__licence=licence, released_at__isnull=True, is_lot=False)
    found = SerialRange.objects.filter(live).order_by()
    return int(found.aggregate(pieces=Sum(F("last") - F("first") + 1))["pieces"] or 0)


def _totals(goods: Iterable[Goods]) -> list[tuple[Decimal, str]]:
    sums: dict[str, Decimal] = {}
    for line in goods:
        sums[line.currency] = sums.get(line.currency, Decimal(0)) + line.value
    return [(value, currency) for currency, value in sums.items()]


def _term(licence: Licence, known: Follows) -> Term:
    return Term(
        over=_place(licence, clock.today()),
        crossings=sorted({_place(licence, day) for day in known.live if day}, key=float),
        shipments=len(known.live),
    )


def _place(licence: Licence, day: date) -> str:
    whole = (licence.valid_until - licence.valid_from).days or 1
    part = 100 * (day - licence.valid_from).days / whole
    return f"{min(max(part, 0.0), 100.0):.1f}"
