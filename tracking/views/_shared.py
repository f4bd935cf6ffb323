"""What the pages of tracking share: one form with one deed behind it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.ui.forms import DozvilForm
from licensing.models import Licence

Keep = Callable[[dict[str, Any]], object]


def form_page(
    request: HttpRequest,
    found: Licence | None,
    form: DozvilForm,
    title: Promise | str,
    keep: Keep,
    back: str = "",
) -> HttpResponse:
    """Show a form; keep what was entered and go `back`, or show its errors with status 422.

    `back` is the address to return to, by default the page of the licence.
    """
    if not back:
        assert found is not None
        back = reverse("licences:detail", args=[found.number])
    if form.is_valid():
        with form.showing_refusals():
            keep(form.cleaned_data)
            messages.success(request, _("Recorded."))
            return redirect(back)
    context = {"form": form, "licence": found, "title": title, "back": back}
    status = 422 if form.is_bound else 200
    return render(request, "tracking/form.html", context, status=status)
