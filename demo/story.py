"""The story of the demonstration: two months of the authority's work, told once.

    a sitting held      Norway granted in part, Portugal refused, Croatia granted and suspended
    on the desks        Denmark in review after a pause, Lithuania paused, Portugal just arrived
    before the sitting  Czechia ready on no agenda, Estonia on the next agenda
    at the company      Spain still a draft, with what would be sent back

Each plot is a generator that yields the moments it waits for. The director always resumes the
plot whose moment is the earliest, so numbers and events come in the order of time. Days are
counted from the day of telling: the demonstration is never out of date.
"""

import heapq
from collections.abc import Iterator
from itertools import count

from django.db import transaction

from core.base import clock
from demo import afterwards, drafts, meeting, passing_on, plots, shipments, standing
from demo.cast import FOUNDED, Cast, build_other_firms
from demo.catalogue import stock
from demo.commission_cast import build_commission
from demo.desks import furnish_desks
from demo.programs import build_programs
from demo.rules import propose_rules
from demo.stage import Moment, Stage
from licensing.models import Application


def is_told(cast: Cast) -> bool:
    """Return whether the story was told before."""
    return Application.objects.filter(manufacturer=cast.company).exists()


@transaction.atomic
def tell(cast: Cast) -> None:
    """Tell the story from its beginning; either the whole of it is told or nothing."""
    this_year = clock.today().year
    with clock.at(FOUNDED):
        build_commission(cast)
        firms = build_other_firms(verified_by=cast.second_officer)
        stock([cast.company, cast.foreign_company, *firms.values()], this_year=this_year)
    play = Stage(cast=cast, firms=firms, today=clock.today())
    told = (
        *plots.PLOTS,
        *drafts.PLOTS,
        *standing.PLOTS,
        shipments.norway,
        afterwards.norway,
        passing_on.norway,
        meeting.autumn,
    )
    direct(play, [plot(play) for plot in told])
    build_programs(cast)
    propose_rules(cast)
    furnish_desks(cast)


def direct(play: Stage, running: list[Iterator[Moment]]) -> None:
    """Resume the plots in the order of their moments, each with the clock held there."""
    order = count()
    waiting = [(play.instant(next(plot)), next(order), plot) for plot in running]
    heapq.heapify(waiting)
    while waiting:
        moment, _place, plot = heapq.heappop(waiting)
        with clock.at(moment):
            wanted = next(plot, None)
        if wanted is not None:
            heapq.heappush(waiting, (play.instant(wanted), next(order), plot))
