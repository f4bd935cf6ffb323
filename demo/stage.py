"""Hands of the story: what one person does at one moment; the director holds the clock there.

Every helper calls the services as the pages do; none writes a row itself.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from commission.models import AgendaItem, OpinionRequest, Risk, Sitting, Verdict
from commission.services import opinions, readiness, sittings
from commission.services.opinions import ConditionDraft, FindingDraft
from core.accounts.models import User
from core.base import clock
from core.reference.selectors import department
from demo import need
from demo.cast import Cast, people_of
from demo.deals import Deal
from demo.paper import sample_file
from demo.people import OTHER_FIRMS
from licensing.checks.run import findings, unnoted
from licensing.models import Application, InformationRequest
from licensing.services import case, checking, drafting, requests
from manufacturers.models import Manufacturer

DECLARATION = (
    "Підтверджую достовірність поданих відомостей і зобов’язання щодо кінцевого використання."
)


NOTE = {"reason": "verified", "text": "Звірено з документами справи, перешкод не виявлено."}
NOTES = {
    "national_need": {
        "reason": "not_concerned",
        "text": "Ці вироби виготовляють поза лініями, за якими рахують надлишок.",
    },
    "certificate": {
        "reason": "verified",
        "text": "Посольство підтвердило справжність сертифіката листом, копія у справі.",
    },
    "destination": {
        "reason": "accepted",
        "text": "Держава чутлива: комісії пропонуються умови щодо підтвердження доставки.",
    },
}
PLACE = "м. Яворище, зала 214"


class Moment(NamedTuple):
    """A moment of the story: days from the day of telling (negative: before), Kyiv time."""

    day: int
    hour: int
    minute: int


def at(day: int, hour: int = 10, minute: int = 0) -> Moment:
    """Return the moment a plot waits for."""
    return Moment(day, hour, minute)


@dataclass(frozen=True, slots=True)
class Stage:
    """The cast, the firms, the day of telling, and the cases that go before the sitting."""

    cast: Cast
    firms: dict[str, Manufacturer]
    today: date
    heard: dict[str, Application] = field(default_factory=dict)

    def instant(self, moment: Moment) -> datetime:
        """Return the instant of a moment."""
        day = self.today + timedelta(days=moment.day)
        return datetime.combine(day, time(moment.hour, moment.minute), tzinfo=clock.KYIV)


def owner_of(firm: str) -> User:
    """Return the one person of a small firm."""
    data = next(data for data in OTHER_FIRMS if data.key == firm)
    return people_of(data)[0]


def draft(actor: User, company: Manufacturer, deal: Deal) -> Application:
    """Fill in an application to the last section."""
    application = drafting.create_draft(
        actor=actor, manufacturer=company, title=deal.title, destination=deal.destination
    )
    _save_sections(actor, application, deal)
    for line in deal.lines:
        product = need.product_for(company, line)
        values = line | {"product": product.pk}
        drafting.add_line(**_edit(actor, application), values=values)
    _save_parties(actor, application, deal)
    _save_papers(actor, application, deal)
    application.refresh_from_db()
    return application


def submit(signatory: User, application: Application) -> Application:
    """Declare and submit what the preparer drafted."""
    return case.submit(**_edit(signatory, application), declaration=DECLARATION)


def accept(officer: User, application: Application) -> Application:
    """Accept a submitted case as complete."""
    return case.accept(**_edit(officer, application))


def question(play: Stage, application: Application, text: str, days: int) -> InformationRequest:
    """Ask the company; the clock of the case stands still until the answer."""
    return requests.ask(
        **_edit(play.cast.officer, application),
        question=text,
        due_on=clock.today() + timedelta(days=days),
    )


def ask(play: Stage, application: Application, code: str, days: int = 10) -> OpinionRequest:
    """Ask a department for its opinion."""
    return opinions.ask_department(
        actor=play.cast.officer,
        application_id=application.pk,
        department_id=department(code).pk,
        due_on=clock.today() + timedelta(days=days),
    )


def support(
    adviser: User, request: OpinionRequest, condition: tuple[str, str] | None = None
) -> None:
    """Give a favourable opinion, with one condition if there is one."""
    wanted = (ConditionDraft(text_uk=condition[0], text_en=condition[1]),) if condition else ()
    opinions.give_opinion(
        actor=adviser,
        request_id=request.pk,
        verdict=Verdict.CONDITIONS if wanted else Verdict.SUPPORT,
        summary="Заперечень немає." if not wanted else "Підтримуємо за умови.",
        findings=[FindingDraft(str(code), Risk.CLEAR) for code in range(1, 9)],
        conditions=wanted,
    )


def oppose(adviser: User, request: OpinionRequest, criterion: str, reason: str) -> None:
    """Give an unfavourable opinion that rests on one criterion."""
    findings = [
        FindingDraft(str(code), Risk.CLEAR) for code in range(1, 9) if str(code) != criterion
    ]
    opinions.give_opinion(
        actor=adviser,
        request_id=request.pk,
        verdict=Verdict.OPPOSE,
        summary=reason,
        findings=[*findings, FindingDraft(criterion, Risk.BLOCK, reason)],
    )


def mark_ready(officer: User, application: Application) -> Application:
    """Look once more, note what asks for attention, and declare the review finished."""
    run = checking.run_again(actor=officer, application_id=application.pk)
    found = findings(run)
    for result in unnoted(run):
        checking.note(
            actor=officer,
            application_id=application.pk,
            code=result.code,
            digest=found[result.code],
            **NOTES.get(result.code, NOTE),
        )
    return readiness.mark_ready(**_edit(officer, application))


def place(play: Stage, sitting: Sitting, application: Application) -> AgendaItem:
    """Put a ready case on the agenda."""
    return sittings.place_on_agenda(
        actor=play.cast.secretary,
        sitting_id=sitting.pk,
        application_id=application.pk,
        rapporteur=play.cast.officer,
    )


def version_of(application: Application) -> int:
    """Return the version a form opened now would carry."""
    application.refresh_from_db(fields=["version"])
    return application.version


def _edit(actor: User, application: Application) -> dict[str, Any]:
    return {
        "actor": actor,
        "application_id": application.pk,
        "version": version_of(application),
    }


def _save_sections(actor: User, application: Application, deal: Deal) -> None:
    contract = {
        "contract_no": deal.contract_no,
        "contract_date": clock.today() - timedelta(days=20),
        "incoterm": "FCA",
        "contract_place": "Яворище",
    }
    use = {"end_use_uk": deal.end_use_uk, "end_use_en": deal.end_use_en}
    drafting.save_section(**_edit(actor, application), section="contract", values=contract)
    drafting.save_section(**_edit(actor, application), section="end_use", values=use)


def _save_parties(actor: User, application: Application, deal: Deal) -> None:
    parties = [{"role": "end_user", **deal.end_user}]
    if deal.consignee:
        parties.append({"role": "consignee", **deal.consignee})
    for party in parties:
        drafting.save_party(**_edit(actor, application), values=party)


def _save_papers(actor: User, application: Application, deal: Deal) -> None:
    today = clock.today()
    number = deal.certificate_no
    values = {
        "number": number,
        "issued_on": today - timedelta(days=10),
        "valid_until": today + timedelta(days=300),
        "issuer": deal.end_user["name_en"],
        "signatory_name": deal.signatory[0],
        "signatory_position": deal.signatory[1],
        "undertakes_no_reexport": True,
        "allows_checks": True,
        "authenticity_confirmed_on": today - timedelta(days=3) if deal.authentic else None,
    }
    certificate = sample_file(
        actor, f"certificate-{number}", f"End-user certificate {number}", deal.end_use_en
    )
    contract = sample_file(
        actor,
        f"contract-{deal.contract_no.replace('/', '-')}",
        f"Договір № {deal.contract_no}",
        deal.title,
    )
    drafting.save_certificate(**_edit(actor, application), values=values, file=certificate)
    drafting.attach_file(**_edit(actor, application), kind="contract", file=contract)
