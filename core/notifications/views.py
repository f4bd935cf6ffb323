"""Inbox and deadlines of the signed-in person, and the demo's caught mail."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.accounts.models import Affiliation, User
from core.accounts.signed_in import person
from core.base import clock
from core.notifications import messages, selectors, strip
from core.notifications.month import month_of


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """List the reader's messages, newest first."""
    user = person(request)
    page = selectors.inbox(user, _uuid(request.GET.get("before")))
    older = f"?before={page.older}" if page.older else ""
    context = {"frame": frame_of(user), "page": page, "older": older}
    return render(request, "notifications/inbox.html", context)


@require_POST
@login_required
def open_message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Mark a message as read and go where it points."""
    message = selectors.message_of(person(request), message_id)
    messages.mark_read(actor=person(request), message_id=message.pk)
    return redirect(message.link)


@require_POST
@login_required
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    messages.mark_all_read(actor=person(request))
    return redirect("inbox:list")


@require_safe
@login_required
def deadlines(request: HttpRequest) -> HttpResponse:
    """List what the reader owes, the most urgent first."""
    user = person(request)
    duties = selectors.duties(user)
    days = strip.days_of(duties, clock.today())
    context = {
        "frame": frame_of(user),
        "duties": duties,
        "days": days,
        "today": clock.today(),
    }
    return render(request, "notifications/deadlines.html", context)


@require_safe
@login_required
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show a month with what the reader owes and the sittings she may see."""
    user = person(request)
    found = month_of(user, year, month)
    context = {"frame": frame_of(user), "month": found, "today": clock.today()}
    return render(request, "notifications/month.html", context)


@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """Show the mail the demo caught."""
    _demo_only()
    return render(request, "notifications/mail_list.html", {"mails": selectors.caught_mail()})


@require_safe
def mail_detail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """Show one caught mail."""
    _demo_only()
    mail = selectors.one_caught_mail(mail_id)
    return render(request, "notifications/mail_detail.html", {"mail": mail})


def frame_of(user: User) -> str:
    """The frame of the pages around this one: generous for companies, dense for officials."""
    return "base_applicant.html" if user.affiliation == Affiliation.COMPANY else "base.html"


def _demo_only() -> None:
    """Production sends mail; it has no page that shows everybody's."""
    if not settings.DEMO:
        raise Http404


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
