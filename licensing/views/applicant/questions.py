"""Questions of the authority and the company's answers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.accounts.signed_in import person
from core.base.errors import StaleForm
from licensing import policies
from licensing.forms.applicant import AnswerForm
from licensing.models import AnswerDraft
from licensing.policies import Deed
from licensing.selectors.applicant.cases import answer_draft, get_question
from licensing.selectors.applicant.own import get_own
from licensing.services import drafting_files
from licensing.services.answer_drafts import MOST_TEXT, save_answer_draft
from licensing.views.applicant.shared import FORM, PAGES


@login_required
@require_http_methods(FORM)
def question(request: HttpRequest, ref: str, request_id: UUID) -> HttpResponse:
    """Show one question with its conversation; keep an answer for later, or send it."""
    case, user = get_own(request.user, ref), person(request)
    asked = get_question(case, request_id)
    kept = answer_draft(asked)
    form, stale = AnswerForm(initial=_initial(kept)), None
    if request.method == "POST":
        policies.authorise(user, Deed.ANSWER, case)
        form = AnswerForm(request.POST, request.FILES)
        if request.POST.get("then") == "keep":
            if _kept(request, asked.pk):
                return redirect(request.path)
            stale, form = kept, _over(request, kept)
        elif form.is_valid() and _answered(request, asked.pk, form):
            return redirect("applications:detail", case.ref)
    context = {
        "case": case,
        "question": asked,
        "form": form,
        "draft": kept,
        "stale": stale,
        "may_answer": policies.may(user, Deed.ANSWER, case),
    }
    status = 409 if stale else (422 if form.errors else 200)
    return render(request, f"{PAGES}/question.html", context, status=status)


def _initial(kept: AnswerDraft | None) -> dict[str, object]:
    if kept is None:
        return {"draft_version": 0}
    return {"text": kept.text, "draft_version": kept.version}


def _over(request: HttpRequest, kept: AnswerDraft | None) -> AnswerForm:
    """Return the form with what was typed, to be kept over the colleague's text if wanted."""
    typed = {"text": request.POST.get("text", ""), "draft_version": kept.version if kept else 0}
    return AnswerForm(initial=typed)


def _kept(request: HttpRequest, request_id: UUID) -> bool:
    """Keep the text for later; False when a colleague kept another one in between."""
    version = request.POST.get("draft_version", "")
    try:
        save_answer_draft(
            actor=person(request),
            request_id=request_id,
            text=request.POST.get("text", "")[:MOST_TEXT].replace("\x00", ""),
            version=int(version) if version.isdecimal() and len(version) < 10 else 0,
        )
    except StaleForm:
        return False
    messages.success(request, _("The draft of the answer is kept. Nothing was sent."))
    return True


def _answered(request: HttpRequest, request_id: UUID, form: AnswerForm) -> bool:
    """Send the answer; False when a file was refused, with the reason on the form."""
    complete = form.cleaned_data["complete"]
    with form.showing_refusals():
        drafting_files.answer_with_uploads(
            actor=person(request),
            request_id=request_id,
            text=form.cleaned_data["text"],
            uploads=form.cleaned_data["uploads"],
            complete=complete,
        )
        if complete:
            messages.success(request, _("The answer is sent as complete. The clock runs again."))
        else:
            messages.success(request, _("The message is sent. The clock stays paused."))
        return True
    return False
