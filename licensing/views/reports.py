"""Reports on a licence: the duty with what was handed in, for its company and officials alike."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.signed_in import person
from core.documents.views import file_response
from licensing import licence_policies
from licensing.forms.reports import ReportForm
from licensing.selectors.licences.reports import file_of_report, get_report
from licensing.services import reports


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show a report that is owed with its editions; a form sent hands one in."""
    found = get_report(request.user, report_id)
    licence, user = found.owed.licence, person(request)
    if request.method == "POST":
        licence_policies.authorise_report(user, licence)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReportForm(*sent, kind=found.owed.kind)
    if form.is_valid():
        with form.showing_refusals():
            reports.hand_in(
                actor=user,
                report_id=report_id,
                said=form.said(),
                upload=form.cleaned_data["upload"],
            )
            messages.success(request, _("The report is handed in."))
            return redirect("licences:report", report_id)
    context = {
        "report": found,
        "licence": licence,
        "form": form if licence_policies.may_report(user, licence) else None,
    }
    status = 422 if form.errors else 200
    return render(request, "licensing/applicant/report.html", context, status=status)


@login_required
@require_safe
def report_file(request: HttpRequest, report_id: UUID, edition: int) -> HttpResponse:
    """Hand out an edition of a report."""
    return file_response(file_of_report(request.user, report_id, edition))
