"""What the pages of a company share: the own case, the right to edit it, and one way to save.

A save never loses what was typed: a refusal shows the form again with the reason at the field, a
save over somebody else's change shows both versions and can be repeated from there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.signed_in import person
from core.base.errors import InvalidInput, StaleForm
from licensing import policies, snapshot, tasklist
from licensing.forms.applicant_base import Difference, DraftForm
from licensing.models import Application
from licensing.policies import Deed
from licensing.selectors.applicant.own import get_own
from licensing.selectors.applicant.presence import others_on
from licensing.services.drafting_presence import note_presence

FORM = ["GET", "HEAD", "POST"]
PAGES = "licensing/applicant"


@dataclass(frozen=True, slots=True)
class Stale:
    """What somebody else saved in the meantime, beside what was typed."""

    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class Edit:
    """One page with a form: what is saved now, how it is saved, and where it leads."""

    key: str
    form: type[DraftForm]
    values: Callable[[Application], Mapping[str, Any]]
    save: Callable[[DraftForm], object]
    leads_to: str = ""
    template: str = "form.html"
    context: Mapping[str, object] = field(default_factory=dict)
    #: A new row saves itself only once it exists: otherwise each pause in typing would add one.
    saves_itself: bool = True


def tell_left_out(request: HttpRequest, lines: list[int]) -> None:
    """Say which lines of an earlier application could not be taken along."""
    if lines:
        text = _("Not copied, for their codes are not in the list in force: lines %(lines)s.")
        messages.warning(request, text % {"lines": ", ".join(str(one) for one in lines)})


def editable(request: HttpRequest, ref: str) -> Application:
    """Return an own application that this person may edit now.

    Raises Http404 for a foreign one, NotAllowed (403), Conflict (409) once it is submitted.
    """
    case = get_own(request.user, ref)
    policies.authorise(person(request), Deed.EDIT, case)
    return case


def page_after(case: Application, key: str, content: snapshot.Snapshot | None = None) -> str:
    """Return the address of the section that the answers call for after this one."""
    return page_of(case, tasklist.after(key, content or snapshot.freeze(case)))


def page_of(case: Application, key: str) -> str:
    """Return the address of a section's page."""
    return reverse(tasklist.section(key).url_name, args=[case.ref])


def run(request: HttpRequest, case: Application, edit: Edit) -> HttpResponse:
    """Show the form, or save it and go on (PRG)."""
    note_presence(actor=person(request), application=case, section=edit.key)
    if request.method != "POST":
        form = edit.form(initial={**edit.values(case), "version": case.version})
        return _show(request, case, edit, form)
    form = edit.form(request.POST, request.FILES)
    if request.headers.get("X-Autosave"):
        return _autosave(request, case, edit, form)
    if not form.is_valid():
        return _show(request, case, edit, form)
    try:
        with form.showing_refusals():
            edit.save(form)
            return redirect(_where_next(request, case, edit))
    except StaleForm:
        return _show_both(request, case, edit, form)
    return _show(request, case, edit, form)


def _autosave(request: HttpRequest, case: Application, edit: Edit, form: DraftForm) -> JsonResponse:
    """Save in passing: whole answers only, never over a colleague's; files go by the button."""
    if not (edit.saves_itself and form.is_valid()):
        return JsonResponse({"saved": False}, status=422)
    try:
        edit.save(form)
    except InvalidInput:
        return JsonResponse({"saved": False}, status=422)
    except StaleForm:
        return JsonResponse({"saved": False}, status=409)
    return JsonResponse({"version": get_own(request.user, str(case.pk)).version})


def _where_next(request: HttpRequest, case: Application, edit: Edit) -> str:
    if request.POST.get("then") == "leave":
        return reverse("applications:tasks", args=[case.ref])
    return edit.leads_to or page_after(get_own(request.user, str(case.pk)), edit.key)


def _show_both(
    request: HttpRequest, case: Application, edit: Edit, form: DraftForm
) -> HttpResponse:
    now = get_own(request.user, str(case.pk))
    stale = Stale(form.differences(edit.values(now)))
    form.retry_from(now.version)
    return _show(request, now, edit, form, stale=stale)


def _show(
    request: HttpRequest,
    case: Application,
    edit: Edit,
    form: DraftForm,
    *,
    stale: Stale | None = None,
) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "section": tasklist.section(edit.key),
        "stale": stale,
        "others": others_on(case, person(request)),
        "here": edit.key,
        "seen": case.version,
        "saves_itself": edit.saves_itself and case.is_editable,
        **edit.context,
    }
    status = 409 if stale else (422 if form.errors else 200)
    return render(request, f"{PAGES}/{edit.template}", context, status=status)
