"""The protocol of a sitting, generated from the rows and typed by nobody (records.md A7).

`protocol_record` fills the shape that `core.documents` prints and seals; it reads only.
"""

import json
from datetime import datetime
from typing import Any, Literal

from commission import wording
from commission.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Dissent,
    Elector,
    ElectorState,
    ItemState,
    Mandate,
    Proposal,
    Question,
    Recusal,
    Round,
    Seat,
    SeatKind,
    Sitting,
    SittingKind,
    SittingState,
)
from commission.policies import valid_mandates
from commission.rule_pack import RulePack
from commission.services.deliberation import ballots_of, electors_of
from core.accounts.models import User
from core.base import clock
from core.documents.letterhead import OFFICIAL_USE, letterhead
from core.documents.records import (
    PROTOCOL_SCHEMA,
    FormulaRow,
    ProtocolCondition,
    ProtocolElector,
    ProtocolItem,
    ProtocolPaper,
    ProtocolRecord,
    ProtocolRecusal,
    ProtocolRound,
    ProtocolSignatory,
    RollCallVote,
    Vote,
)
from core.documents.records import Dissent as ProtocolDissent
from core.reference.selectors import departments
from licensing import snapshot

Check = Literal["base", "quorum", "majority", "result"]
#: The printed table has four kinds of rows; finer checks print beside the one they belong to.
PRINTED_AS: dict[str, Check] = {
    "base": "base",
    "quorum": "quorum",
    "floor": "quorum",
    "mandatory": "quorum",
    "majority": "majority",
    "veto": "majority",
    "tie": "majority",
    "casting": "majority",
    "result": "result",
}


def protocol_record(sitting: Sitting) -> ProtocolRecord:
    """Return the protocol of a closed sitting, in Ukrainian, ready for canonical JSON."""
    assert sitting.opened_at is not None
    assert sitting.closed_at is not None
    items = sitting.items.select_related("application", "revision", "rapporteur")
    return {
        "schema": PROTOCOL_SCHEMA,
        "number": sitting.protocol_number or "",
        "issued_at": _instant(sitting.closed_at),
        "letterhead": letterhead(OFFICIAL_USE),
        "commission": wording.COMMISSION,
        "sitting_number": sitting.number,
        "sitting_kind": wording.SITTING_KIND[sitting.kind],
        "place": sitting.place,
        "date": clock.kyiv_date(sitting.opened_at).isoformat(),
        "started": _time(sitting.opened_at),
        "ended": _time(sitting.closed_at),
        "opening": _opening(sitting),
        "electors": _electors(sitting),
        "agenda": _agenda(sitting),
        "items": [_item(item) for item in items],
        "closing": [
            f"{'Опитування' if sitting.is_written else 'Засідання'} закрито "
            f"{_day(sitting.closed_at)} о {_time(sitting.closed_at)}."
        ],
        "signatories": _signatories(sitting),
        "annexes": [],
    }


def printed_name(person: User) -> str:
    """Return «Остап ГРИВА»: the surname in capitals, as documents print it."""
    first, _space, family = person.name_uk.rpartition(" ")
    return f"{first} {family.upper()}".strip()


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _time(moment: datetime) -> str:
    return moment.astimezone(clock.KYIV).strftime("%H:%M")


def _day(moment: datetime) -> str:
    return clock.kyiv_date(moment).strftime("%d.%m.%Y")


def _opening(sitting: Sitting) -> list[str]:
    if sitting.is_written:
        return _opening_in_writing(sitting)
    lines = [
        f"Засідання відкрив головуючий: {printed_name(sitting.chair)}. "
        f"Секретар: {printed_name(sitting.secretary)}. "
        f"Повідомлення надіслано всім місцям {_day(sitting.convened_at)}."
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
        f"{_day(sitting.opened_at)}; відповіді приймалися до {_day(sitting.replies_until)}, "
        f"{_time(sitting.replies_until)} за київським часом.",
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


def _item(item: AgendaItem) -> ProtocolItem:
    declared = snapshot.read(item.revision.text)
    rounds = Round.objects.filter(question__item=item).select_related("question", "rule_pack")
    decided = rounds.filter(state="tallied").order_by("-closed_at").first()
    final = decided if item.state == ItemState.CONSIDERED else None
    return {
        "position": item.position,
        "title": f"Заява: {declared.company.name_uk}, {declared.title}",
        "case_line": _case_line(item),
        "papers": _papers(item),
        "statements": [],
        "recusals": _recusals(item),
        "rounds": [
            _round(number, row)
            for number, row in enumerate(rounds.exclude(tally="").order_by("opened_at"), start=1)
        ],
        "decision": _decision(item, final),
        "executor": wording.EXECUTOR if final else "",
        "executor_term": "",
        "conditions": _conditions(final),
        "dissents": _dissents(item),
    }


def _case_line(item: AgendaItem) -> str:
    words = f"Справа {item.application.number}, редакція {item.revision.number}."
    if item.rapporteur:
        words += f" Доповідає: {printed_name(item.rapporteur)}."
    return words


def _papers(item: AgendaItem) -> list[ProtocolPaper]:
    papers = json.loads(item.papers)
    revision, checks = papers["revision"], papers["checks"]
    version = f"ред. {revision['number']}"
    return [
        _paper(wording.APPLICATION_PAPER, version, revision["sha256"]),
        *(
            _paper(f"Висновок: {_department(row['department'])}", "вер. 1", row["sha256"])
            for row in papers["opinions"]
        ),
        *([_paper(wording.CHECKS_PAPER, "знімок", checks["sha256"])] if checks else []),
    ]


def _paper(title: str, version: str, sha256: str) -> ProtocolPaper:
    return {"title": title, "version": version, "sha256": sha256}


def _department(code: str) -> str:
    return departments().get(code=code).name_uk


def _recusals(item: AgendaItem) -> list[ProtocolRecusal]:
    rows = Recusal.objects.filter(item=item).select_related("seat", "person")
    return [
        {
            "seat": f"{row.seat.number:02d}",
            "kind": wording.RECUSAL_KIND[row.kind],
            "text": f"{printed_name(row.person)}: {row.ground} Заявлено о "
            f"{_time(row.declared_at)}. {wording.RECUSAL_EFFECT[row.kind]}",
        }
        for row in rows
    ]


def _round(number: int, row: Round) -> ProtocolRound:
    rule = row.rule_pack.parsed()
    lines = json.loads(row.tally)["lines"]
    return {
        "number": number,
        "question": row.question.text_uk,
        "annulled": _annulled(row),
        "rule_pack": row.rule_pack.version,
        "formula": [formula_row(rule, line) for line in lines],
        "roll_call": roll_call(row),
    }


def _annulled(row: Round) -> str:
    void = getattr(row, "annulment", None)
    if void is None or void.confirmed_by is None:
        return ""
    return wording.ANNULLED.format(
        proposed=printed_name(void.proposed_by),
        confirmed=printed_name(void.confirmed_by),
        reason=void.reason,
    )


def _dissents(item: AgendaItem) -> list[ProtocolDissent]:
    rows = Dissent.objects.filter(round__question__item=item).select_related("seat", "person")
    return [
        {
            "seat": f"{row.seat.number:02d}",
            "person": printed_name(row.person),
            "filed_on": clock.kyiv_date(row.filed_at).isoformat(),
            "signature": wording.FILED.format(digits=row.sha256[:16]),
            "text": row.text,
        }
        for row in rows
    ]


def formula_row(rule: RulePack, line: dict[str, Any]) -> FormulaRow:
    """Return one line of "Quorum and majority" in words, with the numbers put in."""
    check = line["check"]
    share = rule.quorum if check == "quorum" else rule.majority
    words = wording.RULES[(check, line["rule"])].format(num=share.num, den=share.den)
    numbers = {"for": "за", "against": "проти"}.get(line["numbers"], line["numbers"])
    return {
        "check": PRINTED_AS[check],
        "rule": words,
        "numbers": numbers,
        "outcome": wording.HOLDS.get((check, line["holds"]), ""),
    }


def roll_call(row: Round) -> list[RollCallVote]:
    """Return every seat of a closed round with its effective ballot or its state."""
    last = {ballot.seat_id: ballot for ballot in ballots_of(row)}
    return [_vote(elector, last.get(elector.seat_id)) for elector in electors_of(row)]


def _vote(elector: Elector, ballot: Ballot | None) -> RollCallVote:
    vote: Vote = "absent"
    reason = elector.reason
    if elector.state in (ElectorState.RECUSED, ElectorState.STOOD_ASIDE):
        vote = "recused"
    elif elector.state == ElectorState.ENTITLED and ballot is not None:
        vote = ballot.choice  # type: ignore[assignment]
        reason = _with_criteria(ballot)
    elif elector.state == ElectorState.ENTITLED:
        vote, reason = "not_voted", wording.NOT_VOTED
    return {
        "seat": f"{elector.seat.number:02d}",
        "department": elector.seat.department.name_uk,
        "vote": vote,
        "reason": reason,
    }


def _with_criteria(ballot: Ballot) -> str:
    codes = ", ".join(ballot.criteria)
    return f"Критерії {codes}: {ballot.reason}" if codes else ballot.reason


def _decision(item: AgendaItem, final: Round | None) -> str:
    if item.state == ItemState.DEFERRED:
        return wording.DEFERRED.format(reason=item.note)
    if final is None:
        return wording.WITHDRAWN
    if final.result == "carried":
        return final.question.text_uk
    return wording.NOT_CARRIED.format(text=final.question.text_uk)


def _conditions(final: Round | None) -> list[ProtocolCondition]:
    if final is None or final.result != "carried" or is_refusal(final.question):
        return []
    return [
        {
            "number": condition["number"],
            "text": condition["text"]["uk"],
            "owner": condition["owner"]["uk"],
            "term": condition["term"]["uk"],
        }
        for condition in final.question.content["conditions"]
    ]


def is_refusal(question: Question) -> bool:
    """Tell whether a question proposes to refuse."""
    return question.proposal == Proposal.REFUSE


def _signatories(sitting: Sitting) -> list[ProtocolSignatory]:
    return [
        _signatory(wording.CHAIR_OFFICE, sitting.chair, sitting.closed_at),
        _signatory(wording.SECRETARY_OFFICE, sitting.secretary, sitting.record_confirmed_at),
    ]


def _signatory(office: str, person: User, signed: datetime | None) -> ProtocolSignatory:
    return {
        "office": office,
        "name": printed_name(person),
        "signed_on": clock.kyiv_date(signed).isoformat() if signed else "",
    }
