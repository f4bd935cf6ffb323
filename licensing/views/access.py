"""The page of access to a case: closing it, opening it to an officer or to all."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.signed_in import person
from core.ui.forms import DozvilForm
from licensing import policies
from licensing.forms.casework import GrantForm, GroundForm
from licensing.models import Application
from licensing.policies import Deed
from licensing.selectors.case.access import readers, with_grant, without_access
from licensing.services import access
from licensing.views._shared import get_case, officials_only


@officials_only
@require_safe
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show who may open the case and what may be done about it."""
    return _page(request, get_case(request, ref))


@officials_only
@require_POST
def restrict(request: HttpRequest, ref: str) -> HttpResponse:
    """Close the case to officers without access."""
    case = get_case(request, ref)
    policies.authorise(person(request), Deed.RESTRICT, case)
    done = _("The case is restricted to the officers listed here.")
    return _act(request, case, "restrict", access.restrict, done)


@officials_only
@require_POST
def open_to_all(request: HttpRequest, ref: str) -> HttpResponse:
    """End the restriction."""
    case = get_case(request, ref)
    policies.authorise(person(request), Deed.OPEN_TO_ALL, case)
    return _act(request, case, "open", access.open_to_all, _("The case is open to all officers."))


@officials_only
@require_POST
def grant(request: HttpRequest, ref: str) -> HttpResponse:
    """Open the case to one officer."""
    case = get_case(request, ref)
    policies.authorise(person(request), Deed.GRANT, case)
    return _act(request, case, "grant", access.grant, _("The officer may open the case now."))


@officials_only
@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Close the case to one officer again."""
    case = get_case(request, ref)
    policies.authorise(person(request), Deed.GRANT, case)
    done = _("The access of the officer is withdrawn.")
    return _act(request, case, "withdraw", access.withdraw_grant, done)


def _act(
    request: HttpRequest,
    case: Application,
    name: str,
    verb: Callable[..., object],
    done: str | Promise,
) -> HttpResponse:
    form = _form(case, name, request.POST)
    if form.is_valid():
        with form.showing_refusals():
            verb(actor=person(request), application_id=case.pk, **form.cleaned_data)
            messages.success(request, str(done))
            return redirect("cases:access", case.ref)
    return _page(request, case, {name: form})


def _form(case: Application, name: str, data: Any = None) -> DozvilForm:
    names = {"auto_id": f"{name}_%s"}
    if name in {"restrict", "open"}:
        return GroundForm(data, initial={"version": case.version}, **names)
    people = without_access(case) if name == "grant" else with_grant(case)
    return GrantForm(data, people=people, **names)


_DEEDS = {
    "restrict": Deed.RESTRICT,
    "grant": Deed.GRANT,
    "withdraw": Deed.GRANT,
    "open": Deed.OPEN_TO_ALL,
}
_WORDS = {
    "restrict": (_("Restrict the case"), _("Restrict")),
    "grant": (_("Open the case to an officer"), _("Give access")),
    "withdraw": (_("Withdraw the access of an officer"), _("Withdraw the access")),
    "open": (_("Open the case to all officers"), _("Open to all")),
}


def _page(
    request: HttpRequest, case: Application, sent: Mapping[str, DozvilForm] | None = None
) -> HttpResponse:
    sent = sent or {}
    user = person(request)
    blocks = [
        (name, *_WORDS[name], sent.get(name) or _form(case, name))
        for name, deed in _DEEDS.items()
        if policies.may(user, deed, case)
    ]
    context = {
        "case": case,
        "blocks": blocks,
        "broken": next(iter(sent.values()), None),
        "readers": readers(case) if case.restricted else (),
    }
    status = 422 if sent else 200
    return render(request, "licensing/officer/access.html", context, status=status)
