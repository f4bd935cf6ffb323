"""The company's start page, the task list of a draft, and the case after submission."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.signed_in import person
from core.base import clock
from core.base.numbers import with_check_digits
from core.documents.views import file_response
from licensing import policies, snapshot, tasklist, terms
from licensing.forms.applicant import KindForm
from licensing.lifecycle import Verb
from licensing.policies import Deed
from licensing.selectors.applicant.cases import (
    company_case,
    get_file,
    get_refusal_document,
    overview,
)
from licensing.selectors.applicant.check import before_submission
from licensing.selectors.applicant.home import home
from licensing.selectors.applicant.own import (
    get_own,
    may_begin,
    preparers,
    require_begin,
    signatories,
)
from licensing.selectors.applicant.presence import others_on
from licensing.selectors.case.amendment import amendment
from licensing.selectors.case.forecast import forecast
from licensing.selectors.case.page import unit_names
from licensing.services import drafting
from licensing.views.applicant.shared import FORM, PAGES
from manufacturers.selectors import own_company


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the first page of the company: what needs us, what is under way, what runs out."""
    company = own_company(request.user)
    context = {
        "company": company,
        "home": home(person(request), company),
        "may_begin": may_begin(person(request), company),
    }
    return render(request, f"{PAGES}/home.html", context)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what waits for the company, its drafts and its cases."""
    company = own_company(request.user)
    context = {
        "company": company,
        "list": overview(person(request), request.GET.get("after", "")),
        "may_begin": may_begin(person(request), company),
        "today": clock.today(),
    }
    return render(request, f"{PAGES}/list.html", context)


@login_required
@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Begin an application with its first page."""
    user, company = person(request), own_company(request.user)
    require_begin(user, company)
    form = KindForm(request.POST) if request.method == "POST" else KindForm()
    if form.is_valid():
        case = drafting.create_draft(actor=user, manufacturer=company, **form.answers())
        return redirect("applications:tasks", case.ref)
    context = {"form": form, "section": tasklist.section("kind"), "company": company}
    return render(request, f"{PAGES}/new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def tasks(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the task list; once submitted, the case page says what is true."""
    case = get_own(request.user, ref)
    if not case.is_editable:
        return redirect("applications:detail", case.ref)
    content = snapshot.freeze(case)
    found = before_submission(case, content)
    signing = signatories(case)
    listed = tasklist.tasks(
        content, found.findings, found.form, signed_by=", ".join(one.name for one in signing)
    )
    context = {
        "case": case,
        "content": content,
        "found": found,
        "company_is_barred": tasklist.company_is_barred(found.findings),
        "groups": tasklist.grouped(listed),
        "progress": tasklist.progress(listed),
        "steps": tasklist.after_submission(terms.rule_for(case.track, clock.today()).days),
        "rules": found.form,
        "signatories": signing,
        "preparers": preparers(case),
        "may_edit": policies.may(person(request), Deed.EDIT, case),
        "others": others_on(case, person(request)),
        "seen": case.version,
        "amendment": amendment(case, content),
    }
    return render(request, f"{PAGES}/tasks.html", context)


@login_required
@require_safe
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Show where the case stands; a draft that was never submitted is its task list."""
    case = get_own(request.user, ref)
    if case.current_revision is None:
        return redirect("applications:tasks", case.ref)
    user, page = person(request), company_case(case)
    context = {
        "case": case,
        "page": page,
        "kind": page.content.form_label,
        "today": clock.today(),
        "may_withdraw": policies.may(user, Verb.WITHDRAW, case),
        "may_amend": policies.may(user, Deed.OPEN_AMENDMENT, case),
        "may_answer": policies.may(user, Deed.ANSWER, case),
        "may_appeal": policies.may(user, Verb.APPEAL, case),
        "appeal_until": policies.appeal_until(case),
        "may_begin": may_begin(user, case.manufacturer),
        "forecast": forecast(case),
        "units": unit_names(),
    }
    return render(request, f"{PAGES}/detail.html", context)


@login_required
@require_safe
def file(request: HttpRequest, ref: str, file_id: UUID) -> HttpResponse:
    """Hand out an own file."""
    return file_response(get_file(get_own(request.user, ref), file_id))


@login_required
@require_safe
def refusal(request: HttpRequest, ref: str, number: str) -> HttpResponse:
    """Hand out the sealed notice of refusal."""
    case = get_own(request.user, ref)
    document = get_refusal_document(case, number)
    return file_response(document.file, name=f"{with_check_digits(number)}.pdf")
