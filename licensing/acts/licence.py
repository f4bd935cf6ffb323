"""The record of a licence: approved amounts only, nothing about what was refused."""

from datetime import date, timedelta

from core.documents.letterhead import letterhead
from core.documents.records import (
    LICENCE_SCHEMA,
    Bilingual,
    FurtherParty,
    LicenceCondition,
    LicenceRecord,
    LicensedLine,
    ReportDue,
)
from core.reference.selectors import duty_term
from licensing.acts import act as shared
from licensing.acts import texts
from licensing.acts.act import Act
from licensing.acts.lines import Ruled
from licensing.models import Kind, PartyRole


def licence_record(act: Act, number: str) -> LicenceRecord:
    """Return what the licence says."""
    content, end_user = act.content, act.content.end_user
    assert end_user is not None
    assert act.valid_until is not None
    consignee = content.consignee
    record: LicenceRecord = {
        "schema": LICENCE_SCHEMA,
        "number": number,
        "issued_at": act.decided_at.isoformat().replace("+00:00", "Z"),
        "letterhead": letterhead(),
        "title": texts.bilingual("licence_title", content.act),
        "holder_title": texts.bilingual("holder_title", content.act),
        "licence_kind": texts.bilingual("licence_kind", content.kind),
        "goods_category": texts.bilingual("goods_category", content.track),
        "issued_on": shared.iso(act.decided_on),
        "valid_from": shared.iso(act.decided_on),
        "valid_until": shared.iso(act.valid_until),
        "holder": shared.holder(content),
        "end_user": shared.party(end_user),
        "consignee": shared.party(consignee) if consignee else None,
        "further_parties": _further(act),
        "destination": texts.place(content.destination),
        "transit": [],
        "contract": shared.contract(content),
        "end_user_certificate": shared.certificate(content),
        "end_use": texts.both(content.end_use_uk, content.end_use_en),
        "control_list": texts.bilingual("control_list"),
        "goods": [_line(ruled, act) for ruled in act.granted],
        "conditions": [
            _condition(number, one, act) for number, one in enumerate(act.conditions, 1)
        ],
        "legal_basis": act.legal_basis,
        "decision": shared.commission_decision(act.outcome),
        "reports_due": reports_due(content.act, content.kind, act.decided_on, act.valid_until),
        "signatory": shared.signatory(act.head),
    }
    return _tied(record, act)


def _tied(record: LicenceRecord, act: Act) -> LicenceRecord:
    """Name the permit under which goods were exported, or whose place this one takes."""
    if act.content.under:
        record["under"] = act.content.under
    if old := act.replaces:
        record["replaces"] = {"number": old.number, "issued_on": shared.iso(old.issued_on)}
    return record


def reports_due(act: str, kind: str, issued_on: date, valid_until: date) -> list[ReportDue]:
    """Return the reports with their last days (Order 86 of 05.10.2009, domain.md 1.7).

    A permit asks for two, on the transfer and on the use; a conclusion (Res. 500) for the outcome.

    One-time: three months after expiry. General and open: three months after each year.
    """
    asked = texts.texts()["reports_of"][act]
    months = {report: duty_term(f"{report}_report", issued_on).months for report in asked}
    if kind == Kind.ONE_TIME:
        ends = [valid_until]
    else:
        years = range(1, valid_until.year - issued_on.year + 2)
        yearly = [texts.months_after(issued_on, 12 * year) for year in years]
        ends = [end for end in yearly if end <= valid_until] or [valid_until]
    return [
        {
            "kind": report,
            "subject": texts.bilingual("reports", report),
            "due_on": shared.iso(texts.months_after(end, months[report])),
        }
        for end in ends
        for report in asked
    ]


def _further(act: Act) -> list[FurtherParty]:
    shown = {act.content.end_user, act.content.consignee}
    return [
        {"role": texts.bilingual("roles", one.role), "party": shared.party(one)}
        for one in act.content.parties
        if one not in shown and one.role != PartyRole.END_USER
    ]


def _line(ruled: Ruled, act: Act) -> LicensedLine:
    line, decision = ruled.line, ruled.decision
    return {
        "line": line.position,
        "name": texts.both(line.name_uk, line.name_en),
        "control_code": line.control_code,
        "list_edition": act.editions[line.list_edition],
        "uktzed": line.uktzed,
        "quantity": amount(ruled.quantity),
        "unit": act.units[line.unit],
        "value": f"{ruled.value:.2f}",
        "currency": line.currency,
        "cap": texts.both(decision.cap_uk, decision.cap_en),
    }


def amount(quantity: object) -> str:
    """Return a quantity without idle zeros: 48.000 is "48"."""
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _condition(number: int, kept: dict[str, object], act: Act) -> LicenceCondition:
    due_on = _due_on(kept.get("due"), act)
    return {
        "number": number,
        "text": _pair(kept.get("text")),
        "owner": _pair(kept.get("owner")),
        "term": _term(_pair(kept.get("term")), due_on),
        "due_on": shared.iso(due_on),
    }


def _due_on(due: object, act: Act) -> date | None:
    """Return the day of a counted term, never before the permit itself; None without one."""
    if not isinstance(due, dict):
        return None
    if due.get("on"):
        return max(date.fromisoformat(due["on"]), act.decided_on)
    return act.decided_on + timedelta(days=due["days"]) if due.get("days") else None


def _term(words: Bilingual, due_on: date | None) -> Bilingual:
    """Return the words of a term with the day that follows from it."""
    if due_on is None:
        return words
    by_day = texts.bilingual("condition_due")
    uk, en = (f"{by_day[code]} {due_on:%d.%m.%Y}" for code in ("uk", "en"))
    return texts.both(*("; ".join(filter(None, p)) for p in ((words["uk"], uk), (words["en"], en))))


def _pair(kept: object) -> Bilingual:
    if isinstance(kept, dict):
        return texts.both(str(kept.get("uk", "")), str(kept.get("en", "")))
    return texts.both(str(kept or ""), str(kept or ""))
