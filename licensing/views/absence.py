"""The page of absences: who is away, and who stands in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.models import Affiliation, User
from core.accounts.policies import may_set_absence
from core.accounts.selectors import absences_from
from core.accounts.signed_in import person
from core.base import clock
from core.notifications.absences import end_absence, set_absence
from licensing.forms.absence import AbsenceForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """Show who is away from today on, and enter an absence."""
    user = _official(request)
    form = AbsenceForm(request.POST or None, user=user)
    if form.is_valid():
        with form.showing_refusals():
            set_absence(actor=user, **form.cleaned_data)
            messages.success(request, _("The absence is entered. The deputy is told."))
            return redirect("absence:list")
    rows = [(one, may_set_absence(user, one.person)) for one in absences_from(clock.today())]
    context = {"form": form, "rows": rows, "today": clock.today()}
    status = 422 if request.method == "POST" else 200
    return render(request, "licensing/officer/absences.html", context, status=status)


@login_required
@require_POST
def end(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """End an absence early."""
    end_absence(actor=_official(request), absence_id=absence_id)
    messages.success(request, _("The absence is ended. Tasks and notices stay with the person."))
    return redirect("absence:list")


def _official(request: HttpRequest) -> User:
    """Return the reader; people of companies have no deputies here."""
    reader = person(request)
    if reader.affiliation != Affiliation.OFFICIAL:
        raise Http404
    return reader
