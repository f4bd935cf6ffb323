"""The dated rules: which tables there are, what is in force on a day, how one rule came about."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.accounts.policies import has_permission
from core.accounts.signed_in import person
from core.base import clock
from core.reference import policies
from core.reference.models import CalendarDay
from core.reference.selectors import calendar_gap, changes_of, changes_waiting, said_of_day
from core.reference.writing import history, key_of
from licensing.forms.reference import AsOfForm
from licensing.selectors.reference import tables

P = ParamSpec("P")


def readers_only(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Show the page to those who keep the rules or decide by them; for others it is not there."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = person(request)
        if not (has_permission(user, "view_all_cases") or policies.may_propose(user)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@readers_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the tables, what waits for a second person, and a year without a calendar."""
    context = {
        "tables": [(one, one.model._default_manager.count()) for one in tables.TABLES],
        "waiting": changes_waiting()[: tables.PAGE],
        "gap": calendar_gap(clock.today()),
        "may_propose": policies.may_propose(person(request)),
    }
    return render(request, "licensing/reference/index.html", context)


@readers_only
@require_safe
def rows(request: HttpRequest, table: str) -> HttpResponse:
    """Show the rows of a table as of a day, or all there ever were."""
    of = tables.table(table)
    form = AsOfForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    whole = bool(asked.get("whole"))
    on: date = asked.get("on") or clock.today()
    words = asked.get("q", "")
    found = tables.page(
        of, on=None if whole else on, words=words, after=request.GET.get("after", "")
    )
    kept = {name: request.GET[name] for name in ("on", "q", "whole") if request.GET.get(name)}
    older = f"?{urlencode(kept | {'after': found.after})}" if found.after else ""
    context = {
        "table": of,
        "page": found,
        "form": form,
        "on": on,
        "whole": whole,
        "older": older,
        "may_propose": policies.may_propose(person(request)),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "licensing/reference/rows.html", context, status=status)


@readers_only
@require_safe
def row(request: HttpRequest, table: str, row_id: UUID) -> HttpResponse:
    """Show one rule with everything it said before and the changes that two people made."""
    of = tables.table(table)
    kept = get_object_or_404(of.model, pk=row_id)
    show = tables.shower(of)
    key = key_of(of.change, kept) if of.change else ""
    context = {
        "table": of,
        "shown": show(kept),
        "history": [show(one) for one in _history(of, kept, key)],
        "may_correct": of.code == "days" and policies.may_propose(person(request)),
        "changes": changes_of(of.change, key)[: tables.PAGE] if of.change else [],
        "may_propose": of.change and policies.may_propose(person(request)),
    }
    return render(request, "licensing/reference/row.html", context)


def _history(of: tables.Table, kept: Model, key: str) -> Iterable[Model]:
    """Return everything ever said about the same thing, the latest first."""
    if isinstance(kept, CalendarDay):
        return said_of_day(kept.date)
    return history(of.change, key) if of.change else []
