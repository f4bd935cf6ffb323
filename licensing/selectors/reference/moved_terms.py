"""Which terms a confirmed change of the calendar moved, for those who may read the cases."""

from dataclasses import dataclass

from core.accounts.models import User
from core.reference.changing import MOVES_TERMS
from core.reference.models import ChangeState, ReferenceChange
from licensing.models import MovedTerm
from licensing.selectors.scope import visible_to

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """How many terms moved, and those of them that the reader may see (at most a page)."""

    count: int
    named: tuple[MovedTerm, ...]


def moved_by(user: User, change: ReferenceChange) -> Moved | None:
    """Return what a change moved (two queries); None for one that moves no running term."""
    if change.kind not in MOVES_TERMS or change.state != ChangeState.CONFIRMED:
        return None
    moved = MovedTerm.objects.filter(change=change)
    seen = moved.filter(application__in=visible_to(user)).order_by("application__number")
    named = seen.select_related("application__manufacturer")[:SHOWN]
    return Moved(moved.count(), tuple(named))
