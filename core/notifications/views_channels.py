"""How a person is told: mail at once or once a day, and the calendar feed."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.signed_in import person
from core.notifications import calendar, mailing, selectors
from core.notifications.forms import MailForm
from core.notifications.models import Pace
from core.notifications.views import frame_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show and keep the choice of mail; show whether a calendar is open."""
    user = person(request)
    form = MailForm(request.POST or None, initial={"pace": selectors.mail_choice(user).pace})
    if form.is_valid():
        mailing.choose_pace(actor=user, pace=Pace(form.cleaned_data["pace"]))
        messages.success(request, _("Your choice is kept."))
        return redirect("inbox:settings")
    return _page(request, form, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def open_calendar(request: HttpRequest) -> HttpResponse:
    """Make a new address and show it this once."""
    user = person(request)
    token = calendar.open_feed(actor=user)
    form = MailForm(initial={"pace": selectors.mail_choice(user).pace})
    return _page(request, form, address=settings.SITE_URL + reverse("calendar_feed", args=[token]))


@login_required
@require_POST
def revoke_calendar(request: HttpRequest) -> HttpResponse:
    """Close the address."""
    calendar.revoke_feed(actor=person(request))
    messages.success(request, _("The address of the calendar no longer works."))
    return redirect("inbox:settings")


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a calendar program the deadlines of whoever's address it is. Raises Http404."""
    user = calendar.person_of(token)
    if user is None:
        raise Http404
    return HttpResponse(
        calendar.feed(user),
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"},
    )


def _page(
    request: HttpRequest, form: MailForm, *, address: str = "", status: int = 200
) -> HttpResponse:
    user = person(request)
    context = {
        "frame": frame_of(user),
        "form": form,
        "choice": selectors.mail_choice(user),
        "has_calendar": selectors.has_calendar(user),
        "address": address,
    }
    return render(request, "notifications/settings.html", context, status=status)
