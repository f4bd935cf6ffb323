"""The page of the head: the legal act, line by line."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.accounts.signed_in import person
from core.base.errors import InvalidInput
from licensing import policies
from licensing.forms.officer import DecisionForm, LineForm, line_forms, usual_validity
from licensing.lifecycle import Verb
from licensing.models import Application, CommissionOutcome, LineOutcome
from licensing.selectors.case.page import case_page, unit_names
from licensing.services import deciding
from licensing.views._shared import case_url, get_case, officials_only

_ADVISED = {
    "approve": LineOutcome.APPROVED,
    "cap": LineOutcome.CAPPED,
    "refuse": LineOutcome.REFUSED,
}


@officials_only
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """Decide on every line of a considered case."""
    case, user = get_case(request, ref), person(request)
    policies.authorise(user, Verb.DECIDE, case)
    page = case_page(user, case, "detail")
    outcome = case.outcomes.filter(round=case.round).latest("attempt")
    form = DecisionForm(
        request.POST or None,
        initial={"version": case.version, "valid_until": usual_validity(page.content.kind)},
    )
    lines = line_forms(page.content.lines, _advice(outcome), request.POST or None)
    if request.method == "POST" and _done(request, case, form, lines):
        return redirect(case_url(case))
    context = {"case": case, "page": page, "form": form, "lines": lines, "outcome": outcome}
    context |= {"deliberation": json.loads(outcome.text), "units": unit_names()}
    status = 422 if form.is_bound else 200
    return render(request, "licensing/officer/decide.html", context, status=status)


def _done(
    request: HttpRequest, case: Application, form: DecisionForm, lines: list[LineForm]
) -> bool:
    """Take the decision; on a refusal show it at its field and keep everything typed."""
    if not all([form.is_valid(), *(line.is_valid() for line in lines)]):
        return False
    try:
        decision = deciding.decide(
            actor=person(request),
            application_id=case.pk,
            version=form.cleaned_data["version"],
            lines=[line.decision() for line in lines],
            valid_until=form.cleaned_data["valid_until"],
        )
    except InvalidInput as problem:
        _show(problem, form, lines)
        return False
    messages.success(request, _("Decision %(number)s is taken.") % {"number": decision.number})
    return True


def _show(problem: InvalidInput, form: DecisionForm, lines: list[LineForm]) -> None:
    for line in lines:
        name = (problem.field or "").removeprefix(f"{line.prefix}-")
        if problem.field and name != problem.field:
            line.add_error(name if name in line.fields else None, problem.message)
            return
    form.refuse(problem)


def _advice(outcome: CommissionOutcome) -> dict[int, Mapping[str, Any]]:
    """Return what the commission advised on each line, as starting values of the form."""
    kept = json.loads(outcome.text).get("lines", [])
    return {
        line["line"]: {
            "outcome": _ADVISED.get(line.get("advice", ""), ""),
            "quantity": line.get("quantity"),
            "grounds": [f"EU-{code}" for code in line.get("criteria", [])],
        }
        for line in kept
        if "line" in line
    }
