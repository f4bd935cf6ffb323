"""The operations page of the system administrator."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.policies import require_role
from core.accounts.roles import Role
from core.accounts.signed_in import person
from core.operations import selectors, services
from core.operations.selectors import State
from core.ui import formats
from core.webhooks import delivering
from core.work import services as long_work


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what waits, what failed and what is old."""
    require_role(request.user, Role.SYSTEM_ADMIN)
    state = selectors.state()
    return render(request, "operations/index.html", {"state": state, "figures": _figures(state)})


@login_required
@require_POST
def retry(request: HttpRequest, promise_id: UUID) -> HttpResponse:
    """Try a failed job again now."""
    require_role(request.user, Role.SYSTEM_ADMIN)
    services.retry(actor=person(request), promise_id=promise_id)
    messages.success(request, _("The job is tried again."))
    return redirect("operations:index")


@login_required
@require_POST
def retry_work(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Have long work that was given up done again."""
    require_role(request.user, Role.SYSTEM_ADMIN)
    long_work.retry(actor=person(request), work_id=work_id)
    messages.success(request, _("The work is done again."))
    return redirect("operations:index")


@login_required
@require_POST
def retry_webhooks(request: HttpRequest, problem: str) -> HttpResponse:
    """Have the facts told again that were given up for one reason."""
    require_role(request.user, Role.SYSTEM_ADMIN)
    again = delivering.send_given_up_again(actor=person(request), problem=problem)
    messages.success(request, _("Told again: %(count)s.") % {"count": again})
    return redirect("operations:index")


def _figures(state: State) -> list[tuple[str, str]]:
    """Return the machinery in words, for the summary list."""
    space = _("%(free)s of %(total)s GiB (%(percent)s %%)") % {
        "free": formats.number(Decimal(state.disk.free), places=1),
        "total": formats.number(Decimal(state.disk.total), places=1),
        "percent": state.disk.percent_free,
    }
    return [
        (_("Oldest job that waits"), _age(state, state.oldest)),
        (_("Last beat"), _("never") if state.beat is None else _age(state, state.beat)),
        (_("Files that wait for the malware scanner"), str(state.quarantined)),
        (_("Time-stamp of the ledger"), _stamp(state)),
        (_("Free space for files"), space),
        (_("Calendar of working days"), _calendar(state)),
        *state.versions,
    ]


def _calendar(state: State) -> str:
    if state.calendar_gap is None:
        return _("entered as far as due dates reach")
    return _("no days for %(year)s: its holidays would count as working days") % {
        "year": state.calendar_gap
    }


def _stamp(state: State) -> str:
    if state.stamp is None:
        return _("no authority is configured")
    if state.stamp.last is None:
        return _("none yet, it is due")
    last, due = state.stamp.last.stamped_at, state.stamp.due_at
    return _("last on %(last)s, the next is due on %(due)s") % {
        "last": formats.day(last),
        "due": formats.day(due),
    }


def _age(state: State, seconds: int) -> str:
    return timesince(state.at - timedelta(seconds=seconds), state.at)
