"""At the company's desk: a technology permit under way, and an answer that is not sent yet."""

from collections.abc import Iterator

from demo import stage
from demo.stage import Moment, Stage, at
from licensing.models import InformationRequest
from licensing.services import drafting
from licensing.services.answer_drafts import save_answer_draft

TITLE = "Документація й навчання для складання «Сиволіт С-2»"


def technology(play: Stage) -> Iterator[Moment]:
    """A general permit for technology: other sections, other papers than for goods."""
    cast = play.cast
    yield at(-2, 11)
    draft = drafting.create_draft(
        actor=cast.preparer,
        manufacturer=cast.company,
        kind="general",
        subject_kind="technology",
        title=TITLE,
        destination="LV",
    )
    for section, values in (
        ("states", {"other_destinations": ["EE", "LT"]}),
        ("transfer", {"transfer": "Захищеним каналом і під час навчання на нашому підприємстві."}),
    ):
        drafting.save_section(
            actor=cast.preparer,
            application_id=draft.pk,
            version=stage.version_of(draft),
            section=section,
            values=values,
        )


def unsent_answer(play: Stage) -> Iterator[Moment]:
    """A colleague began the answer to the question that is open."""
    yield at(-1, 16)
    cast = play.cast
    asked = InformationRequest.objects.filter(
        application__manufacturer=cast.company, complete_at__isnull=True
    ).first()
    if asked is not None:
        text = "Оригінали замовлено в одержувача; копії додамо, щойно їх отримаємо."
        save_answer_draft(actor=cast.preparer, request_id=asked.pk, text=text, version=0)


PLOTS = (technology, unsent_answer)
