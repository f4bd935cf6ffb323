"""The case in which the authority decides whether goods may be passed on abroad.

It is a case like any other, under the permit with which the goods left: its goods and its country
are those of the end user's letter, everything else the company completes and signs.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from core.accounts.models import User
from core.audit import log
from core.base import clock
from core.documents.models import StoredFile
from licensing import snapshot
from licensing.models import (
    ActKind,
    Application,
    Attachment,
    GoodsLine,
    Kind,
    Licence,
    Party,
    PartyRole,
    Subject,
)
from licensing.rules import require_form

LETTER = "reexport_letter"
_LINE = ("name_uk", "name_en", "control_code", "list_edition", "uktzed", "unit", "currency")


@dataclass(frozen=True, slots=True)
class Passing:
    """What is to be passed on, from which line of the permit, to whom."""

    position: int
    quantity: Decimal
    new_holder: str
    country: str
    address: str
    reason: str


@transaction.atomic
def open_case(
    *, actor: User, licence: Licence, asked: Passing, letter: StoredFile | None = None
) -> Application:
    """Begin the case of a request to pass goods on. Event: case.drafted.

    The caller has asked its policy and holds the licence. Raises InvalidInput when there is no
    such form today, or the case of the permit is examined on a track that it does not know.
    """
    source = licence.application
    require_form(ActKind.REEXPORT, Kind.ONE_TIME, Subject.GOODS, source.track)
    application = Application.objects.create(
        manufacturer=licence.manufacturer,
        act=ActKind.REEXPORT,
        kind=Kind.ONE_TIME,
        subject_kind=Subject.GOODS,
        track=source.track,
        under=licence,
        title=f"{licence.number} → {asked.new_holder}"[:200],
        destination=asked.country,
        end_use_uk=asked.reason,
        prepared_by=actor,
        saved_at=clock.now(),
        saved_by=actor,
    )
    _add_line(application, licence, asked)
    _add_holder(application, asked)
    if letter is not None:
        Attachment.objects.create(application=application, kind=LETTER, file=letter)
    data = {"under": licence.number}
    log.record(actor=actor, verb="case.drafted", subject=application.subject, data=data)
    return application


def _add_line(application: Application, licence: Licence, asked: Passing) -> None:
    """Copy the line as the permit's own text has it, with its share of the value."""
    declared = snapshot.read(licence.decision.revision.text)
    line = next(one for one in declared.lines if one.position == asked.position)
    kept = licence.application.lines.filter(position=asked.position).first()
    share = (line.value * asked.quantity / line.quantity).quantize(Decimal("0.01"), ROUND_HALF_UP)
    GoodsLine.objects.create(
        application=application,
        position=1,
        quantity=asked.quantity,
        value=max(share, Decimal("0.01")),
        product=kept.product if kept else None,
        product_facts=kept.product_facts if kept else {},
        **{name: getattr(line, name) for name in _LINE},
    )


def _add_holder(application: Application, asked: Passing) -> None:
    Party.objects.create(
        application=application,
        role=PartyRole.END_USER,
        name_uk=asked.new_holder,
        name_en=asked.new_holder,
        country=asked.country,
        address_uk=asked.address,
        address_en=asked.address,
    )
