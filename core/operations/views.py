"""The operations page of the system administrator."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.models import User
from core.accounts.policies import require_role
from core.accounts.roles import Role
from core.operations import selectors, services


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what waits, what failed and what is old."""
    require_role(request.user, Role.SYSTEM_ADMIN)
    return render(request, "operations/index.html", {"state": selectors.state()})


@login_required
@require_POST
def retry(request: HttpRequest, promise_id: UUID) -> HttpResponse:
    """Try a failed job again now."""
    require_role(request.user, Role.SYSTEM_ADMIN)
    assert isinstance(request.user, User)
    services.retry(actor=request.user, promise_id=promise_id)
    messages.success(request, _("The job is tried again."))
    return redirect("operations:index")
