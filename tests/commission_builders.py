"""Sittings and votes brought by the services to where a test needs them.

body = commission(cast)
vote = open_vote(cast)
ballot(cast.member_mod, vote, "for")
"""

import json
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from commission.models import (
    AgendaItem,
    Ballot,
    Mandate,
    MandateRole,
    OpinionRequest,
    Protocol,
    Question,
    Round,
    Sitting,
    SittingKind,
    Verdict,
    VoteChoice,
)
from commission.proposals import Advice, LineProposal
from commission.services import (
    opinions,
    protocols,
    questions,
    readiness,
    rounds,
    seats,
    sittings,
    written,
)
from commission.services.lines_excepted import ExceptionDraft
from commission.services.opinions import ConditionDraft, FindingDraft
from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.services import create_user, grant_role
from core.base import clock
from core.reference.models import Department
from core.reference.selectors import department
from demo.cast import Cast
from demo.commission_cast import SEATED_FROM, build_commission
from demo.people import PASSWORD
from licensing import snapshot
from licensing.models import Application
from tests import builders

#: The clock of the database cannot be held: a term that runs ends long after any test.
FAR_AWAY = datetime(2100, 1, 4, 16, tzinfo=UTC)
REASON = "Ризик перенаправлення не знято."


def commission(cast: Cast) -> list[Mandate]:
    """Return the mandates of the commission, made if it is not there yet."""
    build_commission(cast)
    return list(Mandate.objects.select_related("seat__department", "person"))


def principals(cast: Cast) -> list[Mandate]:
    """Return the principal mandate of every seat, in seat order."""
    return [mandate for mandate in commission(cast) if mandate.role == "principal"]


def sixteen_seats(cast: Cast) -> None:
    """Enlarge the commission of the cast to sixteen seats, each with its holder."""
    taken = len(principals(cast))
    for number in range(taken + 1, 17):
        body = Department.objects.create(
            code=f"body{number}",
            name_uk=f"Відомство {number}",
            name_en=f"Body {number}",
            short_uk=f"В{number}",
            short_en=f"B{number}",
            position=100 + number,
        )
        seat = seats.establish_seat(
            actor=cast.reference_admin,
            number=number,
            department_code=body.code,
            valid_from=SEATED_FROM,
        )
        seats.appoint(
            actor=cast.reference_admin,
            seat_id=seat.pk,
            person=_member(number, body),
            role=MandateRole.PRINCIPAL,
            instrument_number=f"М-{number:02d}/26",
            instrument_date=SEATED_FROM,
            valid_from=SEATED_FROM,
        )


def _member(number: int, body: Department) -> User:
    person = create_user(
        actor=None,
        email=f"member{number}@dozvil.example",
        name_uk=f"Член Комісії {number}",
        name_en=f"Member {number}",
        password=PASSWORD,
        department_id=body.pk,
    )
    grant_role(actor=None, user=person, role=Role.MEMBER)
    return person


def convened(cast: Cast, held_at: datetime | None = None) -> Sitting:
    """Return an extraordinary sitting, held now unless told otherwise."""
    commission(cast)
    return sittings.convene(
        actor=cast.secretary,
        held_at=held_at or clock.now(),
        place="м. Яворище, зала 214",
        chair=cast.chair,
        kind=SittingKind.EXTRAORDINARY,
        reason="Строк двох справ спливає цього тижня.",
    )


def asked(
    cast: Cast, application: Application, code: str = "mod", days: int = 10
) -> OpinionRequest:
    """Return a request for the opinion of a department."""
    return opinions.ask_department(
        actor=cast.officer,
        application_id=application.pk,
        department_id=department(code).pk,
        due_on=clock.today() + timedelta(days=days),
    )


def supported(
    adviser: User,
    request: OpinionRequest,
    conditions: Iterable[str | ConditionDraft] = (),
    exceptions: Iterable[ExceptionDraft] = (),
) -> Any:
    """Give a favourable opinion, with conditions and but for some lines if there are any."""
    drafts = tuple(
        wanted if isinstance(wanted, ConditionDraft) else ConditionDraft(wanted, "As stated.")
        for wanted in conditions
    )
    return opinions.give_opinion(
        actor=adviser,
        request_id=request.pk,
        verdict=Verdict.CONDITIONS if drafts else Verdict.SUPPORT,
        summary="Заперечень немає.",
        findings=[FindingDraft(str(code), "clear") for code in range(1, 9)],
        conditions=drafts,
        exceptions=exceptions,
    )


def ready(
    cast: Cast,
    conditions: Iterable[str | ConditionDraft] = (),
    exceptions: Iterable[ExceptionDraft] = (),
    **fields: Any,
) -> Application:
    """Return a case ready with one opinion, through the gate of the commission."""
    application = builders.accepted(cast, **fields)
    supported(cast.adviser_mod, asked(cast, application), conditions, exceptions)
    return readiness.mark_ready(
        actor=cast.officer,
        application_id=application.pk,
        version=builders.version(application.pk),
    )


def placed(cast: Cast, sitting: Sitting | None = None, **fields: Any) -> AgendaItem:
    """Return an item of a planned sitting."""
    sitting = sitting or convened(cast)
    return sittings.place_on_agenda(
        actor=cast.secretary, sitting_id=sitting.pk, application_id=ready(cast, **fields).pk
    )


def opened(
    cast: Cast, item: AgendaItem | None = None, present: Collection[Mandate] | None = None
) -> AgendaItem:
    """Return an item of a sitting in progress; all principals are in the room by default."""
    item = item or placed(cast)
    room = principals(cast) if present is None else present
    sittings.open_sitting(
        actor=cast.chair, sitting_id=item.sitting_id, present=[m.pk for m in room]
    )
    return fresh(item)


def frozen(cast: Cast, item: AgendaItem | None = None, refused: Collection[int] = ()) -> Question:
    """Return a question: approve every line but the `refused` ones."""
    item = item or opened(cast)
    lines = snapshot.read(item.revision.text).lines
    return questions.freeze_question(
        actor=cast.secretary,
        item_id=item.pk,
        lines=[
            LineProposal(line.position, Advice.REFUSE, criteria=("7",))
            if line.position in refused
            else LineProposal(line.position, Advice.APPROVE)
            for line in lines
        ],
    )


def open_vote(cast: Cast, question: Question | None = None) -> Round:
    """Return a round with the vote open."""
    question = question or frozen(cast)
    return rounds.open_round(actor=cast.chair, question_id=question.pk)


def ballot(person: User, vote: Round, choice: str = "for", **fields: Any) -> Ballot:
    """Cast the ballot of a member, with a reason where one is needed."""
    against = choice == "against"
    words = {"reason": "" if choice == "for" else REASON, "criteria": ["7"] if against else []}
    return rounds.cast_ballot(
        **{
            "actor": person,
            "round_id": vote.pk,
            "digest": vote.digest,
            "choice": VoteChoice(choice),
            **words,
            **fields,
        }
    )


def voted(cast: Cast, vote: Round, choices: str) -> None:
    """Cast ballots in seat order from letters: F for, A against, B abstain, - no ballot."""
    words = {"F": "for", "A": "against", "B": "abstain"}
    for person, letter in zip(cast.seat_holders.values(), choices, strict=False):
        if letter in words:
            ballot(person, vote, words[letter])


def closed(cast: Cast, choices: str = "FFFFFFF", vote: Round | None = None) -> Round:
    """Return a round that was voted on and closed."""
    vote = vote or open_vote(cast)
    voted(cast, vote, choices)
    return rounds.close_round(actor=cast.chair, round_id=vote.pk)


def protocolled(cast: Cast, choices: str = "FFFFFFF") -> Protocol:
    """Return the protocol of a sitting with one considered item."""
    sitting = closed(cast, choices).question.item.sitting
    sittings.close_sitting(actor=cast.chair, sitting_id=sitting.pk)
    return signed_protocol(cast, sitting)


def signed_protocol(cast: Cast, sitting: Sitting) -> Protocol:
    """Take the draft of a closed sitting to the signed protocol."""
    protocols.circulate(actor=cast.secretary, sitting_id=sitting.pk)
    protocols.approve(actor=cast.chair, sitting_id=sitting.pk)
    protocols.sign(actor=cast.chair, sitting_id=sitting.pk)
    protocols.sign(actor=cast.secretary, sitting_id=sitting.pk)
    return Protocol.objects.get(sitting=sitting)


def fresh(item: AgendaItem) -> AgendaItem:
    """Return the item as the database has it now."""
    return AgendaItem.objects.select_related("sitting", "application", "revision").get(pk=item.pk)


def rules(cast: Cast, version: str = "2026.2", **parts: Any) -> None:
    """Adopt the example rules with other `parts`, in force from February 2026."""
    commission(cast)
    pack = json.loads(seats.EXAMPLE_RULES.read_text(encoding="utf-8"))
    pack |= {"version": version, "valid_from": "2026-02-01", **parts}
    seats.adopt_rules(actor=cast.reference_admin, text=json.dumps(pack))


def asked_in_writing(cast: Cast, until: datetime = FAR_AWAY, **fields: Any) -> AgendaItem:
    """Return an item of a written procedure that is not sent out yet, with its frozen text."""
    commission(cast)
    procedure = written.convene_in_writing(
        actor=cast.secretary,
        replies_until=until,
        chair=cast.chair,
        reason="Наступне засідання після спливу строку.",
    )
    item = placed(cast, procedure, **fields)
    frozen(cast, item)
    return fresh(item)


def written_vote(cast: Cast, item: AgendaItem | None = None) -> Round:
    """Return the open vote of a written procedure."""
    item = item or asked_in_writing(cast)
    [vote] = written.open_procedure(actor=cast.chair, sitting_id=item.sitting_id)
    return vote
