"""What the pages of a company share: the own case, the right to edit it, and one way to save.

A save never loses what was typed: a refusal shows the form again with the reason at the field, a
save over somebody else's change shows both versions and can be repeated from there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.base.errors import InvalidInput, StaleForm
from licensing import policies, snapshot, tasklist
from licensing.forms.applicant_base import Difference, DraftForm
from licensing.models import Application
from licensing.policies import Deed
from licensing.selectors.applicant import get_own
from licensing.views._shared import person

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
    if request.method != "POST":
        form = edit.form(initial={**edit.values(case), "version": case.version})
        return _show(request, case, edit, form)
    form = edit.form(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, case, edit, form)
    try:
        edit.save(form)
    except InvalidInput as problem:
        form.refuse(problem)
    except StaleForm:
        return _show_both(request, case, edit, form)
    else:
        return redirect(_where_next(request, case, edit))
    return _show(request, case, edit, form)


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
        **edit.context,
    }
    status = 409 if stale else (422 if form.errors else 200)
    return render(request, f"{PAGES}/{edit.template}", context, status=status)
