"""The story of the demonstration: two months of the authority's work, told once.

    a sitting held      Norway granted in part, Portugal refused, Croatia granted and suspended
    on the desks        Denmark in review after a pause, Lithuania paused, Estonia just arrived
    before the sitting  Czechia ready on no agenda, Portugal's second try on the next agenda
    at the company      Spain still a draft, with what would be sent back

Days are counted from the day of telling, so the demonstration is never out of date.
"""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db import transaction

from commission.models import Sitting
from commission.services.sittings import convene
from core.accounts.models import User
from core.accounts.selectors import by_email
from core.base import clock
from demo import deals, meeting, stage
from demo.cast import Cast, build_other_firms
from demo.commission_cast import build_commission
from demo.people import OTHER_FIRMS
from demo.stage import Stage
from licensing.models import Application
from licensing.models.licence import Licence
from licensing.services import case, deciding, licences, requests
from licensing.services.deciding import LineDecision
from manufacturers.models import Manufacturer

HELD = -26
NEXT = 4


def is_told(cast: Cast) -> bool:
    """Return whether the story was told before."""
    return Application.objects.filter(manufacturer=cast.company).exists()


@transaction.atomic
def tell(cast: Cast) -> None:
    """Tell the story from its beginning; either the whole of it is told or nothing."""
    play = Stage(cast=cast, today=clock.today())
    build_commission(cast)
    firms = build_other_firms(verified_by=cast.second_officer)
    heard = _applications_of_autumn(play, firms)
    sitting = meeting.hold(play, heard, HELD)
    _decide(play, heard, sitting)
    _ready_without_agenda(play, firms["yasenets"])
    _in_review_after_a_pause(play)
    _paused(play, firms["zhupan"])
    _next_agenda(play)
    _just_arrived(play, firms["mavka"])
    _draft(play)


def _owner(key: str) -> User:
    """Return the one person of a small firm."""
    data = next(firm for firm in OTHER_FIRMS if firm.key == key)
    user = by_email(data.people[0].email)
    assert user is not None
    return user


def _applications_of_autumn(play: Stage, firms: dict[str, Manufacturer]) -> dict[str, Application]:
    """Bring three applications to the sitting, one of them sent back once."""
    cast = play.cast
    with play.day(-60):
        norway = stage.draft(cast.preparer, cast.company, deals.NORWAY)
        stage.submit(cast.signatory, norway)
    with play.day(-58, 15):
        case.return_to_applicant(
            actor=cast.officer,
            application_id=norway.pk,
            version=stage.version_of(norway),
            reasons="Долучіть специфікацію до договору: без неї не перевірити ціну рядка 3.",
        )
    with play.day(-55, 9, 20):
        stage.submit(cast.signatory, norway)
    with play.day(-54):
        stage.accept(cast.officer, norway)
        portugal = _small(play, "mavka", firms["mavka"], deals.PORTUGAL)
        croatia = _small(play, "zhupan", firms["zhupan"], deals.CROATIA)
    _norway_is_questioned(play, norway)
    _opinions_of_autumn(play, norway, portugal, croatia)
    return {"norway": norway, "portugal": portugal, "croatia": croatia}


def _small(play: Stage, key: str, company: Manufacturer, deal: deals.Deal) -> Application:
    """Draft, submit and accept the application of a small firm."""
    application = stage.draft(_owner(key), company, deal)
    stage.submit(_owner(key), application)
    return stage.accept(play.cast.officer, application)


def _norway_is_questioned(play: Stage, norway: Application) -> None:
    cast = play.cast
    with play.day(-48):
        request = requests.ask(
            actor=cast.officer,
            application_id=norway.pk,
            version=stage.version_of(norway),
            question="Надайте оригінали двох гарантій кінцевого споживача.",
            due_on=clock.today() + timedelta(days=14),
        )
    with play.day(-45, 16):
        requests.answer(
            actor=cast.preparer, request_id=request.pk, text="Оригінали надіслано кур’єром."
        )


def _opinions_of_autumn(
    play: Stage, norway: Application, portugal: Application, croatia: Application
) -> None:
    cast = play.cast
    with play.day(-44):
        asked = {
            (case_.pk, code): stage.ask(play, case_, code)
            for case_ in (norway, portugal, croatia)
            for code in ("mod", "mfa")
        }
    with play.day(-40, 11):
        stage.support(
            cast.adviser_mod,
            asked[norway.pk, "mod"],
            ("Відвантажувати не більше 16 апаратів на квартал.", "At most 16 aircraft a quarter."),
        )
        stage.support(cast.adviser_mfa, asked[norway.pk, "mfa"])
        stage.support(cast.adviser_mod, asked[portugal.pk, "mod"])
        stage.oppose(
            cast.adviser_mfa,
            asked[portugal.pk, "mfa"],
            "7",
            "Не підтверджено, що катери лишаться в кінцевого споживача.",
        )
        stage.support(cast.adviser_mod, asked[croatia.pk, "mod"])
        stage.support(cast.adviser_mfa, asked[croatia.pk, "mfa"])
    with play.day(-38, 17):
        for application in (norway, portugal, croatia):
            stage.mark_ready(cast.officer, application)


def _decide(play: Stage, heard: dict[str, Application], sitting: Sitting) -> None:
    """The head decides on all three; one licence is suspended later."""
    cap = LineDecision(
        position=3,
        outcome="capped",
        quantity=Decimal(180),
        grounds=("UA-N1",),
        reason_uk="Надлишок не покриває повної кількості.",
        reason_en="The surplus does not cover the whole quantity.",
    )
    granted = [LineDecision(position=number, outcome="approved") for number in (1, 2)]
    refused = [
        LineDecision(
            position=number,
            outcome="refused",
            grounds=("EU-7",),
            reason_uk="Не підтверджено, що товар лишиться в кінцевого споживача.",
            reason_en="It is not confirmed that the goods will stay with the end user.",
        )
        for number in (1, 2)
    ]
    with play.day(-22, 12):
        _act(play, heard["norway"], [*granted, cap])
        _act(play, heard["portugal"], refused)
        _act(play, heard["croatia"], granted[:1])
    with play.day(-6, 9, 40):
        licences.suspend(
            actor=play.cast.head,
            licence_id=Licence.objects.get(application=heard["croatia"]).pk,
            ground="UA-F6",
            reason="Кінцевий споживач повідомив про зміну адреси зберігання.",
            review_on=clock.today() + timedelta(days=30),
        )


def _act(play: Stage, application: Application, lines: list[LineDecision]) -> None:
    deciding.decide(
        actor=play.cast.head,
        application_id=application.pk,
        version=stage.version_of(application),
        lines=lines,
        valid_until=clock.today() + timedelta(days=360),
    )


def _ready_without_agenda(play: Stage, company: Manufacturer) -> None:
    """Czechia: reviewed and ready, and no sitting has taken it."""
    with play.day(-41):
        application = _small(play, "yasenets", company, deals.CZECHIA)
    with play.day(-39):
        request = stage.ask(play, application, "mfa")
    with play.day(-35, 14):
        stage.support(play.cast.adviser_mfa, request)
    with play.day(-31, 11):
        stage.mark_ready(play.cast.officer, application)


def _in_review_after_a_pause(play: Stage) -> None:
    """Denmark: day 17, three of them paused, one of two opinions in."""
    cast = play.cast
    with play.day(-22, 10, 30):
        denmark = stage.draft(cast.preparer, cast.company, deals.DENMARK)
        stage.submit(cast.signatory, denmark)
    with play.day(-20, 9):
        stage.accept(cast.officer, denmark)
    with play.day(-14):
        request = requests.ask(
            actor=cast.officer,
            application_id=denmark.pk,
            version=stage.version_of(denmark),
            question="Надішліть оригінали гарантій: подано лише копії.",
            due_on=clock.today() + timedelta(days=10),
        )
    with play.day(-11, 13):
        requests.answer(actor=cast.preparer, request_id=request.pk, text="Оригінали передано.")
        mod, mfa = (stage.ask(play, denmark, code, days=15) for code in ("mod", "mfa"))
        assert mod
    with play.day(-3, 15):
        stage.support(cast.adviser_mfa, mfa)


def _paused(play: Stage, company: Manufacturer) -> None:
    """Lithuania: the authority waits for the company."""
    cast = play.cast
    with play.day(-16):
        application = _small(play, "zhupan", company, deals.LITHUANIA)
    with play.day(-6, 11):
        requests.ask(
            actor=cast.officer,
            application_id=application.pk,
            version=stage.version_of(application),
            question="Надайте сертифікат походження плит.",
            due_on=clock.today() + timedelta(days=18),
        )


def _next_agenda(play: Stage) -> None:
    """Estonia waits on the agenda of the next sitting."""
    cast = play.cast
    with play.day(-19):
        estonia = stage.draft(cast.foreign_preparer, cast.foreign_company, deals.ESTONIA)
        stage.submit(cast.foreign_signatory, estonia)
    with play.day(-18):
        stage.accept(cast.officer, estonia)
        request = stage.ask(play, estonia, "mod")
    with play.day(-10, 10, 15):
        stage.support(
            cast.adviser_mod,
            request,
            ("Шифрувальні модулі постачати без ключів.", "Encryption modules without keys."),
        )
    with play.day(-7):
        stage.mark_ready(cast.officer, estonia)
    with play.day(-5, 12):
        held = datetime.combine(play.today + timedelta(days=NEXT), time(10), tzinfo=clock.KYIV)
        sitting = convene(actor=cast.secretary, held_at=held, place=meeting.PLACE, chair=cast.chair)
        stage.place(play, sitting, estonia)


def _just_arrived(play: Stage, company: Manufacturer) -> None:
    """Portugal again, with better papers: submitted, nobody has looked at it yet."""
    with play.day(-2, 16, 10):
        owner = _owner("mavka")
        stage.submit(owner, stage.draft(owner, company, deals.PORTUGAL_AGAIN))


def _draft(play: Stage) -> None:
    """Spain: a draft that would be returned, because the certificate lacks a position."""
    with play.day(-1, 17):
        stage.draft(play.cast.preparer, play.cast.company, deals.SPAIN)
