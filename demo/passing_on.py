"""Two letters of the Norwegian end user: one opens a case, one names where nothing may go."""

from collections.abc import Iterator
from decimal import Decimal

from core.base import clock
from demo.paper import sample_page
from demo.stage import Moment, Stage, at
from licensing.models import Licence
from tracking.services import reexports
from tracking.services.reexports import RequestData


def norway(play: Stage) -> Iterator[Moment]:
    """Ask to pass two aircraft on to Sweden, and one to where an embargo stands."""
    yield at(-1, 16)
    licence = Licence.objects.get(application=play.heard["norway"])
    today = clock.today()
    for number, holder, country, count, serials in (
        ("N-121", "Kustbevakningen", "SE", 2, "С3-0203…0204"),
        ("N-122", "Sever-Trans", "BY", 1, "С3-0206"),
    ):
        reexports.ask(
            actor=play.cast.signatory,
            licence_id=licence.pk,
            data=RequestData(
                letter_no=number,
                letter_on=today,
                new_holder=holder,
                country=country,
                position=1,
                quantity=Decimal(count),
                reason="Спільне патрулювання морського узбережжя.",
                serials=serials,
            ),
            upload=sample_page("letter", "Request to re-export", number),
        )
