"""The plots of the story, one for each application: who does what, and when.

A plot yields the moment it waits for and goes on when the director has come there.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal

from commission.services.sittings import convene
from core.base import clock
from demo import deals, hits, stage
from demo.deals import Deal
from demo.stage import Moment, Stage, at
from licensing.models import Application
from licensing.models.licence import Licence
from licensing.services import case, deciding, licences, requests
from licensing.services.deciding import LineDecision

NEXT_SITTING = 4
DIVERSION_UK = "Не підтверджено, що товар лишиться в кінцевого споживача."
DIVERSION_EN = "It is not confirmed that the goods will stay with the end user."


def norway(play: Stage) -> Iterator[Moment]:
    """Sent back once, questioned once, granted with a cap on one line."""
    cast = play.cast
    yield at(-60)
    application = stage.draft(cast.preparer, cast.company, deals.NORWAY)
    stage.submit(cast.signatory, application)
    yield at(-58, 15)
    case.return_to_applicant(
        actor=cast.officer,
        application_id=application.pk,
        version=stage.version_of(application),
        reasons="Долучіть специфікацію до договору: без неї не перевірити ціну рядка 3.",
    )
    yield at(-55, 9, 20)
    stage.submit(cast.signatory, application)
    yield at(-54)
    stage.accept(cast.officer, application)
    yield at(-48)
    question = stage.question(play, application, "Надайте оригінали двох гарантій.", days=14)
    yield at(-45, 16)
    requests.answer(
        actor=cast.preparer, request_id=question.pk, text="Оригінали надіслано кур’єром."
    )
    mod, mfa = (stage.ask(play, application, code) for code in ("mod", "mfa"))
    yield at(-40, 11)
    quarterly = ("Відвантажувати не більше 16 апаратів на квартал.", "At most 16 a quarter.")
    stage.support(cast.adviser_mod, mod, quarterly)
    stage.support(cast.adviser_mfa, mfa)
    yield at(-38, 17)
    stage.mark_ready(cast.officer, application)
    play.heard["norway"] = application
    yield at(-22, 12)
    _decide(play, application, [*_granted(1, 2), _capped(3, 180)])


def portugal(play: Stage) -> Iterator[Moment]:
    """Opposed by the foreign ministry and refused; tried again with better papers."""
    cast, owner, firm = play.cast, stage.owner_of("mavka"), play.firms["mavka"]
    yield at(-56, 11)
    application = stage.draft(owner, firm, deals.PORTUGAL)
    stage.submit(owner, application)
    yield at(-54, 12)
    stage.accept(cast.officer, application)
    mod, mfa = (stage.ask(play, application, code) for code in ("mod", "mfa"))
    yield at(-46)
    stage.support(cast.adviser_mod, mod)
    stage.oppose(cast.adviser_mfa, mfa, "7", DIVERSION_UK)
    yield at(-38, 17, 10)
    stage.mark_ready(cast.officer, application)
    play.heard["portugal"] = application
    yield at(-22, 12, 30)
    _decide(play, application, [_refused(1), _refused(2)])
    yield at(-2, 16, 10)
    stage.submit(owner, stage.draft(owner, firm, deals.PORTUGAL_AGAIN))


def croatia(play: Stage) -> Iterator[Moment]:
    """Granted whole; the licence is suspended when a fact changes."""
    cast = play.cast
    yield at(-55, 14)
    application = _accepted(play, "zhupan", deals.CROATIA)
    mod, mfa = (stage.ask(play, application, code) for code in ("mod", "mfa"))
    yield at(-47, 15)
    stage.support(cast.adviser_mod, mod)
    stage.support(cast.adviser_mfa, mfa)
    yield at(-38, 17, 20)
    stage.mark_ready(cast.officer, application)
    play.heard["croatia"] = application
    yield at(-22, 13)
    _decide(play, application, _granted(1))
    yield at(-6, 9, 40)
    licences.suspend(
        actor=cast.head,
        licence_id=Licence.objects.get(application=application).pk,
        ground="UA-F6",
        reason="Кінцевий споживач повідомив про зміну адреси зберігання.",
        review_on=clock.today() + timedelta(days=30),
    )


def czechia(play: Stage) -> Iterator[Moment]:
    """Reviewed and ready, and no sitting has taken it."""
    yield at(-41)
    application = _accepted(play, "yasenets", deals.CZECHIA)
    request = stage.ask(play, application, "mfa")
    yield at(-35, 14)
    stage.support(play.cast.adviser_mfa, request)
    yield at(-31, 11)
    stage.mark_ready(play.cast.officer, application)


def denmark(play: Stage) -> Iterator[Moment]:
    """In review: three days were paused, one of two opinions is in."""
    cast = play.cast
    yield at(-22, 10, 30)
    application = stage.draft(cast.preparer, cast.company, deals.DENMARK)
    stage.submit(cast.signatory, application)
    yield at(-20, 9)
    stage.accept(cast.officer, application)
    yield at(-14)
    question = stage.question(play, application, "Надішліть оригінали гарантій.", days=10)
    yield at(-11, 13)
    requests.answer(actor=cast.preparer, request_id=question.pk, text="Оригінали передано.")
    _mod, mfa = (stage.ask(play, application, code, days=15) for code in ("mod", "mfa"))
    yield at(-3, 15)
    stage.support(cast.adviser_mfa, mfa)


def lithuania(play: Stage) -> Iterator[Moment]:
    """A namesake on a list, cleared by two; paused: the authority waits for the company."""
    yield at(-16)
    application = _accepted(play, "zhupan", deals.LITHUANIA)
    yield at(-15, 14)
    hits.clear(play, application)
    yield at(-6, 11)
    stage.question(play, application, "Надайте сертифікат походження плит.", days=18)


def estonia(play: Stage) -> Iterator[Moment]:
    """Waits on the agenda of the next sitting."""
    cast = play.cast
    yield at(-19)
    application = stage.draft(cast.foreign_preparer, cast.foreign_company, deals.ESTONIA)
    stage.submit(cast.foreign_signatory, application)
    yield at(-18)
    stage.accept(cast.officer, application)
    request = stage.ask(play, application, "mod")
    yield at(-10, 10, 15)
    keys = ("Шифрувальні модулі постачати без ключів.", "Encryption modules without keys.")
    stage.support(cast.adviser_mod, request, keys)
    yield at(-7)
    stage.mark_ready(cast.officer, application)
    yield at(-5, 12)
    held = datetime.combine(play.today + timedelta(days=NEXT_SITTING), time(10), tzinfo=clock.KYIV)
    sitting = convene(actor=cast.secretary, held_at=held, place=stage.PLACE, chair=cast.chair)
    stage.place(play, sitting, application)


def spain(play: Stage) -> Iterator[Moment]:
    """A draft that would be returned: the certificate lacks the position of its signatory."""
    yield at(-1, 17)
    stage.draft(play.cast.preparer, play.cast.company, deals.SPAIN)


PLOTS: tuple[Callable[[Stage], Iterator[Moment]], ...] = (
    *(norway, portugal, croatia, czechia, denmark, lithuania, estonia, spain),
)


def _accepted(play: Stage, firm: str, deal: Deal) -> Application:
    """Draft, submit and accept the application of a small firm on one day."""
    owner = stage.owner_of(firm)
    application = stage.draft(owner, play.firms[firm], deal)
    stage.submit(owner, application)
    return stage.accept(play.cast.officer, application)


def _decide(play: Stage, application: Application, lines: list[LineDecision]) -> None:
    deciding.decide(
        actor=play.cast.head,
        application_id=application.pk,
        version=stage.version_of(application),
        lines=lines,
        valid_until=clock.today() + timedelta(days=360),
    )


def _granted(*positions: int) -> list[LineDecision]:
    return [LineDecision(position=number, outcome="approved") for number in positions]


def _capped(position: int, quantity: int) -> LineDecision:
    return LineDecision(
        position=position,
        outcome="capped",
        quantity=Decimal(quantity),
        grounds=("UA-N1",),
        reason_uk="Надлишок не покриває повної кількості.",
        reason_en="The surplus does not cover the whole quantity.",
    )


def _refused(position: int) -> LineDecision:
    return LineDecision(
        position=position,
        outcome="refused",
        grounds=("EU-7",),
        reason_uk=DIVERSION_UK,
        reason_en=DIVERSION_EN,
    )
