"""The addendum to a signed protocol, from its rows and the record that it corrects."""

import json

from commission.minutes.words import instant
from commission.models import Addendum
from core.base import clock
from core.documents.records import ADDENDUM_SCHEMA, AddendumRecord, ProtocolSignatory


def addendum_record(addendum: Addendum, number: str) -> AddendumRecord:
    """Return what both have signed, in Ukrainian, ready for canonical JSON.

    `addendum` has its answer: the days of proposal and answer are the days of the signatures.
    """
    assert addendum.answered_at is not None
    protocol = addendum.protocol
    content = json.loads(protocol.record_text)
    position = addendum.item.position if addendum.item else 0
    about = next((row for row in content["items"] if row["position"] == position), None)
    chair, secretary = content["signatories"]
    by_chair = addendum.proposed_by_id == protocol.sitting.chair_id
    days = [
        clock.kyiv_date(moment).isoformat()
        for moment in (addendum.proposed_at, addendum.answered_at)
    ]
    return {
        "schema": ADDENDUM_SCHEMA,
        "number": number,
        "issued_at": instant(addendum.answered_at),
        "letterhead": content["letterhead"],
        "commission": content["commission"],
        "protocol_number": protocol.number,
        "protocol_sha256": protocol.sha256,
        "sitting_number": content["sitting_number"],
        "sitting_kind": content["sitting_kind"],
        "date": content["date"],
        "item": position,
        "item_title": about["title"] if about else "",
        "case_line": about["case_line"] if about else "",
        "text": addendum.text,
        "reason": addendum.reason,
        "signatories": [
            _signed(chair, days[0] if by_chair else days[1]),
            _signed(secretary, days[1] if by_chair else days[0]),
        ],
    }


def _signed(signatory: ProtocolSignatory, day: str) -> ProtocolSignatory:
    return {"office": signatory["office"], "name": signatory["name"], "signed_on": day}
