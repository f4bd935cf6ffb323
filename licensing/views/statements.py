"""Statements of the defence ministry: entered by one person, confirmed by another."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.policies import has_permission
from core.accounts.signed_in import person
from core.base import clock
from core.base.errors import NotAllowed
from core.documents import intake
from core.documents.views import file_response
from licensing.forms.need import StatementForm
from licensing.forms.rejection import RejectionForm
from licensing.selectors.need import statements as said
from licensing.services import need

P = ParamSpec("P")
R = HttpResponse | HttpResponseBase


def those_who_know(
    view: Callable[Concatenate[HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R]:
    """Show the page to those who read cases and to the ministry's adviser; else it is not there."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
        user = person(request)
        if not (has_permission(user, "view_all_cases") or need.may_enter_statement(user)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@those_who_know
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List what waits for a second person, what is in force, and the lines that are asked for."""
    context = {
        "waiting": said.waiting_statements(),
        "in_force": said.statements_on(clock.today()),
        "lines": said.lines_asked_for(),
        "may_enter": need.may_enter_statement(person(request)),
    }
    return render(request, "licensing/statements/index.html", context)


@those_who_know
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Enter what the ministry says about a line, with its paper."""
    user = person(request)
    if not need.may_enter_statement(user):
        raise NotAllowed("not_allowed", need.NOT_THE_MINISTRY)
    line = said.get_line(line_id)
    form = StatementForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with form.showing_refusals():
            with transaction.atomic():
                file = intake.receive(
                    actor=user, upload=form.cleaned_data["upload"], field="upload"
                )
                kept = need.enter_statement(
                    actor=user, line_id=line.pk, data=form.statement(), file=file
                )
            messages.success(request, _("The statement waits for another person to confirm it."))
            return redirect("statements:statement", kept.pk)
    status = 422 if request.method == "POST" else 200
    context = {"line": line, "form": form}
    return render(request, "licensing/statements/enter.html", context, status=status)


@those_who_know
@require_safe
def statement(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Show a statement, what it does to the surplus, and who may answer it."""
    return _page(request, statement_id, RejectionForm(auto_id="reject-%s"))


def _page(request: HttpRequest, statement_id: UUID, rejection: RejectionForm) -> HttpResponse:
    found = said.get_statement(statement_id)
    answer = getattr(found, "answer", None)
    context = {
        "statement": found,
        "answer": answer,
        "effect": said.effect_of(found) if answer is None else None,
        "may_answer": answer is None and need.may_answer_statement(person(request), found),
        "rejection": rejection,
    }
    status = 422 if rejection.is_bound else 200
    return render(request, "licensing/statements/statement.html", context, status=status)


@those_who_know
@require_safe
def file(request: HttpRequest, statement_id: UUID) -> HttpResponseBase:
    """Hand out the paper."""
    found = said.get_statement(statement_id)
    if found.file is None:
        raise Http404
    return file_response(found.file)


@those_who_know
@require_POST
def confirm(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Let the statement count."""
    need.confirm_statement(actor=person(request), statement_id=statement_id)
    messages.success(request, _("The statement counts; open cases of the line are checked again."))
    return redirect("statements:statement", statement_id)


@those_who_know
@require_POST
def reject(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Say that it was entered wrongly."""
    form = RejectionForm(request.POST, auto_id="reject-%s")
    if not form.is_valid():
        return _page(request, statement_id, form)
    need.reject_statement(actor=person(request), statement_id=statement_id, **form.cleaned_data)
    messages.success(request, _("The statement is rejected; it does not count."))
    return redirect("statements:statement", statement_id)
