"""The register of licences, and what anyone may learn from a digest."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from core.accounts.models import User
from core.accounts.policies import Person, is_company_person
from core.base import clock
from core.documents.models import IssuedDocument
from core.documents.selectors import document_by_digest, document_of
from licensing import licence_life
from licensing.licence_life import Act
from licensing.licence_policies import may_amend, may_control, may_surrender
from licensing.lifecycle import OPEN, Status
from licensing.models import Licence, LicenceAct, LicenceState
from licensing.policies import Verdict, not_now
from licensing.selectors.licences.reports import Report, reports_on
from licensing.selectors.scope import licences_visible_to, visible_to

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """One licence of the register with its state on the day of reading."""

    licence: Licence
    state: str
    label: str | Promise


@dataclass(frozen=True, slots=True)
class Register:
    """One page of the register."""

    rows: list[LicenceRow]
    older: str


@dataclass(frozen=True, slots=True)
class LicensedGoods:
    """One permitted line in the reader's language."""

    position: int
    name: str
    control_code: str
    quantity: Decimal
    unit: str
    value: Decimal
    currency: str
    cap: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An application for a change of the permit, with its page for this reader."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class LicencePage:
    """Everything on the page of one licence."""

    licence: Licence
    state: str
    label: str | Promise
    destination: str
    end_user: str
    acts: list[LicenceAct]
    document: IssuedDocument | None
    days_left: int
    goods: list[LicensedGoods]
    conditions: list[dict[str, str]]
    reports: list[Report]
    may_suspend: Verdict
    may_reinstate: Verdict
    may_revoke: Verdict
    may_surrender: Verdict
    may_amend: Verdict
    #: The permit that took the place of this one, and the application for such a one.
    successor: Licence | None
    amendment: Asked | None


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """What the public page says of a genuine document: its state, nothing about the deal."""

    state: str
    kind: str | Promise
    issued_on: date
    valid_until: date | None
    since: date | None
    at: datetime
    file_sha256: str


def state_of(licence: Licence) -> tuple[str, str | Promise]:
    """Return the state of a licence today with its word; a valid one may have run out."""
    running = licence.state in licence_life.sources(Act.EXPIRE)
    if running and licence.valid_until < clock.today():
        return LicenceState.EXPIRED.value, LicenceState.EXPIRED.label
    state = LicenceState(licence.state)
    return state.value, state.label


def register(user: Person, after: str = "") -> Register:
    """Return a page of the licences a person may see, the latest issue first."""
    rows = list(_after(_listed(user), after)[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    key = f"{shown[-1].issued_on.isoformat()},{shown[-1].pk}" if len(rows) > PAGE_SIZE else ""
    return Register(
        rows=[LicenceRow(licence, *state_of(licence)) for licence in shown],
        older=f"{reverse('licences:list')}?{urlencode({'after': key})}" if key else "",
    )


def licence_page(user: User, licence: Licence) -> LicencePage:
    """Return one licence with its acts, its document and what the person may do to it."""
    state, label = state_of(licence)
    record = json.loads(licence.record_text)
    asked = amendment_of(user, licence)
    return LicencePage(
        licence=licence,
        state=state,
        label=label,
        destination=_read(record["destination"]["name"]),
        end_user=_read(record["end_user"]["name"]),
        goods=goods_of(licence),
        conditions=[
            {name: _read(kept[name]) for name in ("text", "owner", "term")}
            for kept in record["conditions"]
        ],
        reports=reports_on(licence),
        acts=list(licence.acts.select_related("by")),
        document=document_of("licence", licence.number),
        days_left=(licence.valid_until - clock.today()).days,
        may_suspend=may_control(user, licence, LicenceState.VALID),
        may_reinstate=may_control(user, licence, LicenceState.SUSPENDED),
        may_revoke=may_control(user, licence, *licence_life.sources(Act.REVOKE)),
        may_surrender=may_surrender(user, licence),
        may_amend=may_amend(user, licence) if asked is None else not_now(""),
        successor=licence.successor,
        amendment=asked,
    )


def amendment_of(user: User, licence: Licence) -> Asked | None:
    """Return the open application for a change of a permit, where the person may see it."""
    asked = visible_to(user).filter(amends=licence, status__in=sorted({Status.DRAFT, *OPEN}))
    case = asked.first()
    if case is None:
        return None
    own = "applications:tasks" if case.status == Status.DRAFT else "applications:detail"
    page = own if is_company_person(user) else "cases:detail"
    return Asked(case.number or case.title, reverse(page, args=[case.ref]))


def goods_of(licence: Licence) -> list[LicensedGoods]:
    """Return the permitted lines as the issued text has them."""
    return [_goods(line) for line in json.loads(licence.record_text)["goods"]]


def _read(text: dict[str, str]) -> str:
    return text["en" if get_language() == "en" else "uk"]


def _goods(line: dict[str, Any]) -> LicensedGoods:
    return LicensedGoods(
        position=line["line"],
        name=_read(line["name"]),
        control_code=line["control_code"],
        quantity=Decimal(line["quantity"]),
        unit=_read(line["unit"]),
        value=Decimal(line["value"]),
        currency=line["currency"],
        cap=_read(line["cap"]),
    )


def public_status(digest: str) -> PublicStatus | None:
    """Return what anyone may know of the document with this digest; None when it is unknown.

    The digest is that of the record (as in the QR code), in either case. A number is no key:
    numbers can be guessed.
    """
    document = document_by_digest(digest)
    if document is None:
        return None
    licences = Licence.objects.select_related("application")
    licence = licences.filter(record_sha256=digest.lower()).first()
    if licence is None:
        return _issued(document)
    state, _label = state_of(licence)
    return PublicStatus(
        state=state,
        kind=licence.application.get_kind_display(),
        issued_on=licence.issued_on,
        valid_until=licence.valid_until,
        since=licence.state_since if licence.state != LicenceState.VALID else None,
        at=clock.now(),
        file_sha256=document.file.sha256,
    )


def _issued(document: IssuedDocument) -> PublicStatus:
    return PublicStatus(
        state="issued",
        kind=document.get_kind_display(),
        issued_on=clock.kyiv_date(document.sealed_at),
        valid_until=None,
        since=None,
        at=clock.now(),
        file_sha256=document.file.sha256,
    )


def _listed(user: Person) -> QuerySet[Licence]:
    licences = licences_visible_to(user).select_related("manufacturer", "application")
    return licences.order_by("-issued_on", "id")


def _after(licences: QuerySet[Licence], key: str) -> QuerySet[Licence]:
    day, comma, row = key.partition(",")
    if not comma:
        return licences
    try:
        issued, last = date.fromisoformat(day), UUID(row)
    except ValueError:
        return licences
    return licences.filter(Q(issued_on__lt=issued) | Q(issued_on=issued, id__gt=last))
