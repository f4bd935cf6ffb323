"""What the pages of licensing share."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from core.accounts.policies import has_permission
from licensing import selectors
from licensing.models import Application, Revision

P = ParamSpec("P")


def officials_only(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Show the page to officials who read cases; for anybody else it does not exist (404)."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not has_permission(request.user, "view_all_cases"):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def get_case(request: HttpRequest, ref: str) -> Application:
    """Return a case that was submitted at least once. Raises Http404."""
    case = selectors.get_application(request.user, ref)
    if case.current_revision is None:
        raise Http404
    return case


def case_url(case: Application) -> str:
    """Return the address of the case page."""
    return reverse("cases:detail", args=[case.ref])


def text_response(case: Application, revision: Revision) -> HttpResponse:
    """Hand out the exact text of a revision: the bytes that its digest is of."""
    response = HttpResponse(revision.text.encode(), content_type="application/json")
    name = f"{case.number}-r{revision.number}.json"
    response["Content-Disposition"] = str(
        content_disposition_header(as_attachment=True, filename=name)
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
