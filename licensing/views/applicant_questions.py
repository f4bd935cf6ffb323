"""Questions of the authority and the company's answers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.base.errors import InvalidInput
from licensing import policies
from licensing.forms.applicant import AnswerForm
from licensing.policies import Deed
from licensing.selectors import applicant
from licensing.services import drafting_files
from licensing.views._shared import person
from licensing.views.applicant_shared import FORM, PAGES


@login_required
@require_http_methods(FORM)
def question(request: HttpRequest, ref: str, request_id: UUID) -> HttpResponse:
    """Show one question with its conversation, and take an answer."""
    case, user = applicant.get_own(request.user, ref), person(request)
    asked = applicant.get_question(case, request_id)
    form = AnswerForm()
    if request.method == "POST":
        policies.authorise(user, Deed.ANSWER, case)
        form = AnswerForm(request.POST, request.FILES)
        if form.is_valid() and _answered(request, asked.pk, form):
            return redirect("applications:detail", case.ref)
    context = {
        "case": case,
        "question": asked,
        "form": form,
        "may_answer": policies.may(user, Deed.ANSWER, case),
    }
    return render(request, f"{PAGES}/question.html", context, status=422 if form.errors else 200)


def _answered(request: HttpRequest, request_id: UUID, form: AnswerForm) -> bool:
    """Send the answer; False when a file was refused, with the reason on the form."""
    complete = form.cleaned_data["complete"]
    try:
        drafting_files.answer_with_uploads(
            actor=person(request),
            request_id=request_id,
            text=form.cleaned_data["text"],
            uploads=form.cleaned_data["uploads"],
            complete=complete,
        )
    except InvalidInput as problem:
        form.refuse(problem)
        return False
    if complete:
        messages.success(request, _("The answer is sent as complete. The clock runs again."))
    else:
        messages.success(request, _("The message is sent. The clock stays paused."))
    return True
