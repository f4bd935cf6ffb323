"""The standing of the company: a renewed authority was sent and waits for an officer."""

from collections.abc import Iterator
from datetime import timedelta

from core.base import clock
from demo.paper import sample_page
from demo.stage import Moment, Stage, at
from manufacturers.services import PaperData, send_renewal


def renewed_authority(play: Stage) -> Iterator[Moment]:
    """The administrator sends the next authority long before the old one ends."""
    yield at(-1, 12)
    today = clock.today()
    send_renewal(
        actor=play.cast.administrator,
        company_id=play.cast.company.pk,
        kind="authority",
        data=PaperData(
            number="П-838/0219",
            issued_on=today - timedelta(days=6),
            valid_until=today + timedelta(days=3 * 365),
            scope_uk="Експорт товарів військового призначення власного виробництва",
            scope_en="Export of military goods of own production",
        ),
        upload=sample_page(
            "повноваження", "Повноваження № П-838/0219", "Надано право здійснювати експорт."
        ),
    )


PLOTS = (renewed_authority,)
