"""The officer's note on a check that asks for attention."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.accounts.signed_in import person
from licensing import policies
from licensing.checks.run import findings
from licensing.forms.officer import NoteForm
from licensing.policies import Deed
from licensing.selectors.case.checks import row_of
from licensing.services import checking
from licensing.views._shared import get_case, officials_only


@officials_only
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    """Write why the case may go on although a check asks for attention."""
    case, user = get_case(request, ref), person(request)
    policies.authorise(user, Deed.NOTE, case)
    run = case.latest_checks
    row = row_of(run, code) if run else None
    if run is None or row is None:
        raise Http404
    form = NoteForm(request.POST or None, initial={"digest": findings(run)[code]})
    if form.is_valid():
        with form.showing_refusals():
            checking.note(actor=user, application_id=case.pk, code=code, **form.cleaned_data)
            messages.success(request, _("The note is kept with the check."))
            return redirect("cases:checks", case.ref)
    context = {"case": case, "form": form, "row": row}
    status = 422 if request.method == "POST" else 200
    return render(request, "licensing/officer/check_note.html", context, status=status)
