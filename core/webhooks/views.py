"""The pages of webhooks: set one, copy its secret, see what was told, try it, end it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.webhooks import delivering, policies, selectors, services
from core.webhooks.forms import WebhookForm
from core.webhooks.models import Webhook

FORM = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the webhooks of the person's company."""
    _person, company_id = policies.require_administrator(request.user)
    context = {"webhooks": selectors.live(company_id), "most": services.MOST}
    return render(request, "webhooks/list.html", context)


@login_required
@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Set a webhook; its secret is on the answer and never shown again."""
    person, _company_id = policies.require_administrator(request.user)
    form = WebhookForm(request.POST or None)
    if form.is_valid():
        with form.showing_refusals():
            found = services.set_webhook(actor=person, address=form.cleaned_data["address"])
            return _secret(request, *found)
    status = 422 if form.errors else 200
    return render(request, "webhooks/new.html", {"form": form}, status=status)


@login_required
@require_safe
def detail(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Show what was told to an address, and how it went."""
    webhook = _webhook(request, webhook_id)
    page = selectors.log_of(webhook, _uuid(request.GET.get("before")))
    older = f"?before={page.older}" if page.older else ""
    context = {"webhook": webhook, "page": page, "older": older}
    return render(request, "webhooks/detail.html", context)


@login_required
@require_POST
def test(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Send a fact that means nothing."""
    person, _company_id = policies.require_administrator(request.user)
    delivering.send_test(actor=person, webhook_id=webhook_id)
    messages.success(request, _("A test is on its way. Reload the page to see the answer."))
    return redirect("webhooks:detail", webhook_id)


@login_required
@require_POST
def again(request: HttpRequest, webhook_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Send a fact once more."""
    person, _company_id = policies.require_administrator(request.user)
    delivering.send_again(actor=person, webhook_id=webhook_id, delivery_id=delivery_id)
    messages.success(request, _("It is sent again. Reload the page to see the answer."))
    return redirect("webhooks:detail", webhook_id)


@login_required
@require_POST
def renew(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Replace the secret and show the new one this once."""
    person, _company_id = policies.require_administrator(request.user)
    return _secret(request, *services.renew_secret(actor=person, webhook_id=webhook_id))


@login_required
@require_POST
def switch_on(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Tell the address again."""
    person, _company_id = policies.require_administrator(request.user)
    services.switch_on(actor=person, webhook_id=webhook_id)
    messages.success(request, _("The webhook is on. Send a test to see whether it works."))
    return redirect("webhooks:detail", webhook_id)


@login_required
@require_http_methods(FORM)
def end(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Ask once, then end a webhook."""
    webhook = _webhook(request, webhook_id)
    if request.method == "POST":
        person, _company_id = policies.require_administrator(request.user)
        services.end_webhook(actor=person, webhook_id=webhook.pk)
        messages.success(request, _("The webhook is ended. Nothing is sent there any more."))
        return redirect("webhooks:list")
    return render(request, "webhooks/end.html", {"webhook": webhook})


def _webhook(request: HttpRequest, webhook_id: UUID) -> Webhook:
    _person, company_id = policies.require_administrator(request.user)
    return selectors.get_webhook(company_id, webhook_id)


def _secret(request: HttpRequest, webhook: Webhook, secret: str) -> HttpResponse:
    context = {"webhook": webhook, "secret": secret}
    return render(request, "webhooks/secret.html", context)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
