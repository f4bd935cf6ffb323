"""The pages of tokens: make one for a program, see which there are, end one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.models import User
from core.api import policies, selectors, services
from core.api.forms import TokenForm
from core.base import clock
from core.base.errors import NotAllowed
from core.ui.forms import DozvilForm

FORM = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the person's own tokens and those the person watches over."""
    user = policies.require_page(request.user)
    context = {
        "tokens": selectors.tokens_for(user),
        "now": clock.now(),
        "may_make": policies.owner_for(user) is not None,
        "frame": _frame(user),
    }
    return render(request, "api/tokens.html", context)


@login_required
@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Make a token; its secret is on the answer and never shown again."""
    user = policies.require_page(request.user)
    owner = policies.owner_for(user)
    if owner is None:
        raise NotAllowed("no_programs", _("Nothing here can be handed to a program."))
    form = TokenForm(request.POST or None, owner=owner)
    if form.is_valid():
        with form.showing_refusals():
            return _made(request, user, form)
    context = {"form": form, "frame": _frame(user), "for_company": owner.company_id is not None}
    return render(request, "api/token_new.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM)
def end(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Ask once, then end a token."""
    user = policies.require_page(request.user)
    token = selectors.get_token(user, token_id)
    if request.method == "POST":
        services.end_token(actor=user, token_id=token.pk)
        messages.success(request, _("The token is ended. The program is refused from now on."))
        return redirect("tokens:list")
    return render(request, "api/token_end.html", {"token": token, "frame": _frame(user)})


def _made(request: HttpRequest, user: User, form: DozvilForm) -> HttpResponse:
    token, secret = services.issue_token(
        actor=user,
        name=form.cleaned_data["name"],
        scopes=form.cleaned_data["scopes"],
        last_day=form.cleaned_data["last_day"],
        certificate=form.cleaned_data.get("certificate", ""),
    )
    context = {"token": token, "secret": secret, "frame": _frame(user)}
    return render(request, "api/token_made.html", context)


def _frame(user: User) -> str:
    return "base_applicant.html" if policies.company_rights(user) else "base.html"
