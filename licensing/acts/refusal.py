"""The record of a refusal: the lines, the grounds in words, and how to contest it."""

from collections.abc import Mapping, Sequence

from core.base import clock
from core.documents.letterhead import letterhead
from core.documents.records import (
    REFUSAL_SCHEMA,
    Appeal,
    Bilingual,
    GroundBlock,
    RefusalRecord,
    RefusedLine,
    RelatedLicence,
)
from core.reference.models import RefusalGround
from licensing.acts import act as shared
from licensing.acts import texts
from licensing.acts.act import Act
from licensing.acts.licence import amount
from licensing.acts.lines import Ruled


def refusal_record(
    act: Act, number: str, licence_number: str, grounds: Mapping[str, RefusalGround]
) -> RefusalRecord:
    """Return what the refusal says; `licence_number` is "" when nothing was granted."""
    application = act.application
    revision = application.declared
    return {
        "schema": REFUSAL_SCHEMA,
        "number": number,
        "issued_at": act.decided_at.isoformat().replace("+00:00", "Z"),
        "letterhead": letterhead(),
        "subject": texts.bilingual("refusal_subject", act.content.act, act.content.kind),
        "issued_on": shared.iso(act.decided_on),
        "extent": "partial" if licence_number else "full",
        "applicant": shared.holder(act.content),
        "application": {
            "number": application.number or "",
            "revision": revision.number,
            "submitted_on": shared.iso(clock.kyiv_date(revision.signed_at)),
            "accepted_on": shared.iso(application.accepted_on),
        },
        "decision": shared.commission_decision(act.outcome),
        "related": _related(act, licence_number),
        "lines": [_line(ruled, act) for ruled in act.withheld],
        "legal_reference": act.legal_basis,
        "grounds": _blocks(act, grounds),
        "appeal": _appeal(),
        "signatory": shared.signatory(act.head),
    }


def _related(act: Act, licence_number: str) -> RelatedLicence | None:
    if not licence_number:
        return None
    numbers = [ruled.line.position for ruled in act.granted]
    words = in_words(numbers)
    return {
        "number": licence_number,
        "lines": texts.both(f"На {words['uk']}", f"For {words['en']}"),
    }


def _line(ruled: Ruled, act: Act) -> RefusedLine:
    line = ruled.line
    return {
        "line": line.position,
        "name": texts.both(line.name_uk, line.name_en),
        "control_code": line.control_code,
        "uktzed": line.uktzed,
        "quantity": amount(ruled.refused_quantity),
        "unit": act.units[line.unit],
        "grounds": list(ruled.decision.grounds),
    }


def _blocks(act: Act, grounds: Mapping[str, RefusalGround]) -> list[GroundBlock]:
    codes = dict.fromkeys(code for ruled in act.withheld for code in ruled.decision.grounds)
    return [_block(grounds[code], act.withheld) for code in codes]


def _block(ground: RefusalGround, withheld: Sequence[Ruled]) -> GroundBlock:
    concerned = [ruled for ruled in withheld if ground.code in ruled.decision.grounds]
    uk = dict.fromkeys(ruled.decision.reason_uk.strip() for ruled in concerned)
    en = dict.fromkeys(ruled.decision.reason_en.strip() for ruled in concerned)
    return {
        "code": ground.code,
        "title": texts.both(ground.title_uk, ground.title_en),
        "lines": in_words([ruled.line.position for ruled in concerned]),
        "reasons": texts.both(" ".join(uk), " ".join(en)),
    }


def in_words(numbers: Sequence[int]) -> Bilingual:
    """Return "рядки 3 і 7" / "lines 3 and 7"."""
    if len(numbers) == 1:
        return texts.both(f"рядок {numbers[0]}", f"line {numbers[0]}")
    head = ", ".join(str(number) for number in numbers[:-1])
    return texts.both(f"рядки {head} і {numbers[-1]}", f"lines {head} and {numbers[-1]}")


def _appeal() -> Appeal:
    return {
        "body": texts.bilingual("appeal", "body"),
        # The term runs from service, which is not recorded at issue: the rule alone prints.
        "last_day": "",
        "rule": texts.bilingual("appeal", "rule"),
        "how": texts.bilingual("appeal", "how"),
        "court": texts.bilingual("appeal", "court"),
        "new_application": texts.bilingual("appeal", "new_application"),
    }
