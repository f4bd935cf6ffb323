"""What lies on the desks of officials: notes, a finding, a kept filter, an absence to come."""

from datetime import timedelta

from core.base import clock
from core.notifications.absences import set_absence
from demo.cast import Cast
from licensing.lifecycle import Status
from licensing.models import Application
from licensing.services.access import restrict
from licensing.services.filters import keep_filter
from licensing.services.notes import assess, write_note
from records.retention.services import place_hold


def furnish_desks(cast: Cast) -> None:
    """Let the worklist, the notes and the criteria have something to look at."""
    led = Application.objects.filter(officer=cast.officer, paused_since__isnull=True)
    case = led.filter(status=Status.IN_REVIEW).order_by("number").first()
    if case is not None:
        _work_on(cast, case)
    ready = led.filter(status=Status.READY).order_by("number").first()
    if ready is not None:
        restrict(
            actor=cast.head,
            application_id=ready.pk,
            version=ready.version,
            ground="Обсяги поставки становлять службову інформацію: наказ № 12.",
        )
    decided = Application.objects.filter(status=Status.DECIDED).order_by("number").first()
    if decided is not None:
        place_hold(
            actor=cast.auditor,
            number=decided.number or "",
            basis="План перевірки № 3, Рахункова палата",
            reason="Справу відібрано до перевірки; файли потрібні до її завершення.",
        )
    keep_filter(actor=cast.head, name="Прострочені", query="show=late")
    keep_filter(actor=cast.officer, name="Данія", query="show=all&destination=DK")
    set_absence(
        actor=cast.second_officer,
        person=cast.second_officer,
        deputy=cast.officer,
        starts_on=clock.today() + timedelta(days=10),
        ends_on=clock.today() + timedelta(days=14),
    )


def _work_on(cast: Cast, case: Application) -> None:
    write_note(
        actor=cast.officer,
        application_id=case.pk,
        text="Посольство обіцяє підтвердити сертифікат до п’ятниці. Богдане, прошу глянути збіг.",
        mentioned=[cast.second_officer],
    )
    write_note(
        actor=cast.second_officer,
        application_id=case.pk,
        text="Збіг переглянуто: інша юридична особа, інша країна.",
        mentioned=[cast.officer],
    )
    assess(
        actor=cast.officer,
        application_id=case.pk,
        revision=case.declared.number,
        criterion="7",
        risk="attention",
        reason="Одержувач уперше отримує такі вироби; ризик перенаправлення помірний.",
        evidence="Сертифікат кінцевого споживача; лист посольства № 14.",
    )
