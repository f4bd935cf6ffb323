"""The protocol of a sitting, generated from the rows and typed by nobody (records.md A7).

`protocol_record` fills the shape that `core.documents` prints and seals; it reads only.
"""

from collections.abc import Mapping
from typing import Any, cast

from commission import wording
from commission.minutes.items import protocol_item
from commission.minutes.words import day_of, instant, printed_name, time_of
from commission.models import (
    Attendance,
    Ballot,
    Mandate,
    Protocol,
    Seat,
    SeatKind,
    Sitting,
    SittingKind,
    SittingState,
)
from commission.policies import valid_mandates
from core.accounts.models import User
from core.base import clock
from core.documents.letterhead import OFFICIAL_USE, letterhead
from core.documents.records import (
    EXTRACT_SCHEMA,
    PROTOCOL_SCHEMA,
    ExtractRecord,
    ProtocolElector,
    ProtocolRecord,
    ProtocolSignatory,
)


def protocol_record(sitting: Sitting) -> ProtocolRecord:
    """Return the protocol of a closed sitting, in Ukrainian, ready for canonical JSON."""
    assert sitting.opened_at is not None
    assert sitting.closed_at is not None
    items = sitting.items.select_related("application", "revision", "rapporteur")
    return {
        "schema": PROTOCOL_SCHEMA,
        "number": sitting.protocol_number or "",
        "issued_at": instant(sitting.closed_at),
        "letterhead": letterhead(OFFICIAL_USE),
        "commission": wording.COMMISSION,
        "sitting_number": sitting.number,
        "sitting_kind": wording.SITTING_KIND[sitting.kind],
        "place": sitting.place,
        "date": clock.kyiv_date(sitting.opened_at).isoformat(),
        "started": time_of(sitting.opened_at),
        "ended": time_of(sitting.closed_at),
        "opening": _opening(sitting),
        "electors": _electors(sitting),
        "agenda": _agenda(sitting),
        "items": [protocol_item(item) for item in items],
        "closing": [
            f"{'Опитування' if sitting.is_written else 'Засідання'} закрито "
            f"{day_of(sitting.closed_at)} о {time_of(sitting.closed_at)}."
        ],
        "signatories": _signatories(sitting),
        "annexes": [],
    }


def extract_record(protocol: Protocol, content: Mapping[str, Any], position: int) -> ExtractRecord:
    """Return one item of a final protocol for the file of its case, and nothing of the others."""
    [item] = [row for row in content["items"] if row["position"] == position]
    head = {name: content[name] for name in EXTRACTED}
    record: Any = {
        "schema": EXTRACT_SCHEMA,
        "number": f"{protocol.number}/{position}",
        "protocol_number": protocol.number,
        "protocol_sha256": protocol.sha256,
        "item": item,
        **head,
    }
    return cast(ExtractRecord, record)


#: What an extract repeats of its protocol: the head, who sat, who signed.
EXTRACTED = (
    "issued_at",
    "letterhead",
    "commission",
    "sitting_number",
    "sitting_kind",
    "place",
    "date",
    "started",
    "ended",
    "electors",
    "signatories",
)


def _opening(sitting: Sitting) -> list[str]:
    if sitting.is_written:
        return _opening_in_writing(sitting)
    lines = [
        f"Засідання відкрив головуючий: {printed_name(sitting.chair)}. "
        f"Секретар: {printed_name(sitting.secretary)}. "
        f"Повідомлення надіслано всім місцям {day_of(sitting.convened_at)}."
    ]
    if sitting.reason:
        lines.append(f"Підстава позачергового засідання: {sitting.reason}")
    before = (
        Sitting.objects.filter(state=SittingState.CLOSED, closed_at__lt=sitting.opened_at)
        .exclude(kind=SittingKind.WRITTEN)
        .order_by("-closed_at")
        .first()
    )
    if before is not None and before.closed_at and sitting.opened_at:
        passed = clock.kyiv_date(sitting.opened_at) - clock.kyiv_date(before.closed_at)
        lines.append(f"Днів від попереднього засідання ({before.number}): {passed.days}.")
    return lines


def _opening_in_writing(sitting: Sitting) -> list[str]:
    assert sitting.opened_at is not None
    assert sitting.replies_until is not None
    return [
        f"Письмове опитування відкрив головуючий: {printed_name(sitting.chair)}. "
        f"Секретар: {printed_name(sitting.secretary)}. Матеріали надіслано всім місцям "
        f"{day_of(sitting.opened_at)}; відповіді приймалися до {day_of(sitting.replies_until)}, "
        f"{time_of(sitting.replies_until)} за київським часом.",
        f"Підстава: {sitting.reason}",
    ]


def _agenda(sitting: Sitting) -> list[str]:
    count = sitting.items.count()
    return [
        f"Питань у порядку денному: {count}. Питання внесено секретарем із переліку готових справ."
    ]


def _electors(sitting: Sitting) -> list[ProtocolElector]:
    assert sitting.opened_at is not None
    day = clock.kyiv_date(sitting.opened_at)
    came = _replied(sitting) if sitting.is_written else _came(sitting)
    holders: dict[Any, Mandate] = {}
    for mandate in valid_mandates(day).select_related("person").order_by("-role"):
        holders.setdefault(mandate.seat_id, mandate)
    seats = Seat.objects.filter(kind=SeatKind.VOTING, valid_from__lte=day)
    return [
        _elector(sitting, seat, came.get(seat.pk), holders.get(seat.pk))
        for seat in seats.select_related("department")
        if seat.valid_until is None or seat.valid_until >= day
    ]


def _came(sitting: Sitting) -> dict[Any, Mandate]:
    rows = Attendance.objects.filter(sitting=sitting).select_related("mandate__person")
    return {
        row.mandate.seat_id: row.mandate for row in rows.order_by("-mandate__role", "-arrived_at")
    }


def _replied(sitting: Sitting) -> dict[Any, Mandate]:
    papers = Ballot.objects.filter(round__question__item__sitting=sitting)
    return {row.seat_id: row.mandate for row in papers.select_related("mandate__person")}


def _elector(
    sitting: Sitting, seat: Seat, came: Mandate | None, holder: Mandate | None
) -> ProtocolElector:
    mandate = came or holder
    state = "entitled" if came else "absent" if holder else "vacant"
    return {
        "seat": f"{seat.number:02d}",
        "department": seat.department.name_uk,
        "person": printed_name(mandate.person) if mandate else "",
        "acts_as": _acts_as(sitting, mandate),
        "mandate_number": mandate.instrument_number if mandate else "",
        "mandate_date": mandate.instrument_date.isoformat() if mandate else "",
        "state": (wording.REPLIED if sitting.is_written else {}).get(
            state, wording.ELECTOR_STATE[state]
        ),
    }


def _acts_as(sitting: Sitting, mandate: Mandate | None) -> str:
    if mandate is None:
        return ""
    return wording.CHAIR if mandate.person_id == sitting.chair_id else wording.ACTS_AS[mandate.role]


def _signatories(sitting: Sitting) -> list[ProtocolSignatory]:
    return [
        _signatory(wording.CHAIR_OFFICE, sitting.chair),
        _signatory(wording.SECRETARY_OFFICE, sitting.secretary),
    ]


def _signatory(office: str, person: User) -> ProtocolSignatory:
    """A draft is unsigned; the day is put in when both have signed the approved text."""
    return {"office": office, "name": printed_name(person), "signed_on": ""}
