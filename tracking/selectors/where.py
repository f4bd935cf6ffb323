"""Where is it now: from the production line to the last known state, with the gaps shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import has_permission
from core.base import clock
from licensing import snapshot
from licensing.models import Licence, OwedProof, PartyRole
from licensing.selectors.licences.register import licence_page, state_of
from licensing.selectors.scope import licences_visible_to
from manufacturers.models import ProductionLine
from tracking import serials
from tracking.models import (
    Authenticity,
    DeliveryCertificate,
    Mention,
    ReexportState,
    Seen,
    SerialRange,
    ShipmentState,
)
from tracking.selectors.numbers import mentions_of, ranges_with

MOST = 20
PASSED_ON = (ReexportState.CONSENTED, ReexportState.PARTLY)


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the chain: what is known, since when, by what paper; a gap says what is not."""

    state: str
    title: str | Promise
    text: str | Promise
    on: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """What is known of one range of numbers."""

    title: str
    goods: str
    licence: Licence
    steps: list[Step]

    @property
    def last(self) -> Step:
        """Return the last known state: the latest link that is not a gap."""
        return [step for step in self.steps if step.state != "gap"][-1]

    @property
    def gaps(self) -> int:
        """Return how many links are missing."""
        return sum(step.state == "gap" for step in self.steps)


@dataclass(frozen=True, slots=True)
class Where:
    """The answer to a question: chains by number, or permits to look into."""

    query: str
    chains: list[Chain]
    licences: list[Licence]
    changed_to: str
    unknown: list[Mention]


def where(user: User, query: str) -> Where:
    """Return what is known of a serial number, a permit, a shipment or an end user."""
    asked = query.strip()[:120]
    found = _permits(user, asked)
    if found or not asked:
        chains = [chain for one in found[:1] for chain in chains_of(user, one)]
        return Where(asked, chains if len(found) == 1 else [], found, "", [])
    return _by_number(user, asked)


def chains_of(user: User, licence: Licence) -> list[Chain]:
    """Return the chain of every range shipped under a permit."""
    ranges = SerialRange.objects.filter(shipment__licence=licence, released_at__isnull=True)
    return _chains(user, ranges.select_related("shipment__licence__manufacturer"))


def _by_number(user: User, asked: str) -> Where:
    try:
        read = serials.read(asked)
    except serials.Unreadable:
        return Where(asked, [], [], "", [])
    visible = licences_visible_to(user)
    ranges = [
        row
        for one in read
        for row in ranges_with(one)
        .filter(shipment__licence__in=visible)
        .select_related("shipment__licence__manufacturer")[:MOST]
    ]
    changed = ", ".join(serials.normal(one.typed) for one in read if one.was_changed)
    unknown = []
    if not ranges and has_permission(user, "view_licences"):
        unknown = [row for one in read for row in mentions_of(one)[:MOST]]
    return Where(asked, _chains(user, ranges), [], changed, unknown)


def _permits(user: User, asked: str) -> list[Licence]:
    """Return permits by number, by the number of a shipment, or by the name of the end user."""
    if len(asked) < 3:
        return []
    ours = licences_visible_to(user).select_related("manufacturer", "application")
    number = asked.upper().translate(serials.LOOK_ALIKE)
    exact = ours.filter(Q(number=number) | Q(shipments__number=number)).distinct()
    return list(exact[:1]) or list(_by_end_user(ours, asked).order_by("-issued_on", "id")[:MOST])


def _by_end_user(ours: QuerySet[Licence], asked: str) -> QuerySet[Licence]:
    named = Q(application__parties__name_uk__icontains=asked) | Q(
        application__parties__name_en__icontains=asked
    )
    return ours.filter(named, application__parties__role=PartyRole.END_USER).distinct()


def _chains(user: User, ranges: Iterable[SerialRange]) -> list[Chain]:
    return [_chain(user, one) for one in list(ranges)[:MOST]]


def _chain(user: User, one: SerialRange) -> Chain:
    licence = one.shipment.licence
    goods = {line.position: line for line in licence_page(user, licence).goods}
    line = goods.get(one.position)
    steps = [
        _made(licence, one.position),
        _permitted(user, licence),
        *_shipped(one),
        *_delivered(one),
        *_afterwards(user, one),
    ]
    return Chain(one.shown, line.name if line else "", licence, steps)


def _made(licence: Licence, position: int) -> Step:
    content = snapshot.read(licence.decision.revision.text)
    line = next((row for row in content.lines if row.position == position), None)
    if line is None or not line.production_line_id:
        return Step("gap", _("Made"), _("The production line is not named in the application."))
    made = ProductionLine.objects.filter(pk=line.production_line_id).first()
    name = made.name if made else line.name
    return Step("done", _("Made"), f"{name}, {licence.manufacturer.name}")


def _permitted(user: User, licence: Licence) -> Step:
    page = licence_page(user, licence)
    text = f"{licence.number} · {page.destination}, {page.end_user} · {state_of(licence)[1]}"
    url = reverse("licences:detail", args=[licence.number])
    return Step("done", _("Permitted"), text, licence.issued_on, url)


def _shipped(one: SerialRange) -> Iterable[Step]:
    shipment = one.shipment
    if shipment.state == ShipmentState.CONFIRMED:
        text = " · ".join(
            filter(None, (shipment.number, shipment.border_post, shipment.declaration))
        )
        yield Step("done", _("Crossed the border"), text, shipment.crossed_on)
        return
    yield Step("done", _("Announced"), shipment.number, shipment.planned_on)
    yield Step("gap", _("Crossed the border"), _("Customs has not confirmed it yet."))


def _delivered(one: SerialRange) -> Iterable[Step]:
    if one.shipment.state != ShipmentState.CONFIRMED:
        return
    found = (
        DeliveryCertificate.objects.filter(shipment=one.shipment, lines__position=one.position)
        .exclude(state=Authenticity.DOUBTFUL)
        .order_by("arrived_on")
        .first()
    )
    if found is None:
        owed = OwedProof.objects.filter(shipment_no=one.shipment.number)
        due = owed.values_list("due_on", flat=True).first()
        late = due is not None and due < clock.today()
        text = _("No proof of delivery; it is overdue.") if late else _("No proof of delivery yet.")
        yield Step("gap", _("Delivered"), text, due)
        return
    proved = found.state == Authenticity.GENUINE
    said = f"{found.arrived_at} · {found.number} · {found.get_state_display()}"
    url = reverse("licences:delivery", args=[found.pk])
    yield Step("done" if proved else "waits", _("Delivered"), said, found.arrived_on, url)


def _afterwards(user: User, one: SerialRange) -> Iterable[Step]:
    told = mentions_of(_as_read(one))
    is_official = has_permission(user, "view_licences")
    found = []
    for mention in told:
        if mention.incident is not None and is_official:
            incident = mention.incident
            state = "bad" if incident.concluded_at is None else "done"
            url = reverse("licences:incident", args=[incident.pk])
            text = f"{mention.typed} · {incident.country} · {incident.grade}"
            title = incident.get_kind_display()
            found.append(Step(state, title, text, incident.happened_on, url))
        if mention.used_up is not None and mention.used_up.licence_id == one.shipment.licence_id:
            end = mention.used_up
            text = f"{mention.typed} · {end.letter_no}"
            found.append(Step("done", end.get_end_display(), text, end.until))
        found += _of_oversight(user, mention)
    return sorted(found, key=lambda step: step.on or date.min)


def _of_oversight(user: User, mention: Mention) -> Iterable[Step]:
    check, request = mention.end_use_check, mention.reexport
    if check is not None and has_permission(user, "view_licences"):
        state = "bad" if mention.seen in (Seen.MISSING, Seen.TRANSFERRED) else "done"
        url = reverse("licences:check", args=[check.pk])
        text = f"{mention.typed}: {mention.get_seen_display()} · {check.place}"
        yield Step(state, _("Check on site"), text, check.done_on, url)
    if request is not None and request.standing in PASSED_ON:
        url = reverse("licences:reexport", args=[request.pk])
        text = f"{mention.typed} → {request.new_holder}, {request.country}"
        yield Step("done", _("Consent to pass on"), text, request.letter_on, url)


def _as_read(one: SerialRange) -> serials.Serials:
    return serials.Serials(
        one.prefix, one.first, one.last, one.width, one.suffix, one.typed, one.is_lot
    )
