"""What the pages of the commission share."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from commission.models import AgendaItem, Sitting
from core.ui.forms import DozvilForm

GET_OR_POST = ["GET", "HEAD", "POST"]
UNPROCESSABLE = 422


def done(form: DozvilForm, act: Callable[[], object]) -> bool:
    """Do the act when the form is right; a refused value goes back to its field."""
    if form.is_valid():
        with form.showing_refusals():
            act()
            return True
    return False


def form_page(
    request: HttpRequest,
    form: DozvilForm,
    *,
    title: str | Promise,
    button: str | Promise,
    back: str,
    about: str = "",
    note: str | Promise = "",
) -> HttpResponse:
    """Show a page that is one form: nothing typed is lost when it is refused."""
    context = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "about": about,
        "note": note,
    }
    return render(request, "commission/form.html", context, status=status_of(form))


def status_of(form: DozvilForm) -> int:
    """Return 422 for a form that was refused."""
    return UNPROCESSABLE if form.is_bound and form.errors else 200


def to_sitting(sitting: Sitting) -> HttpResponse:
    """Lead to the page of the sitting."""
    return redirect("sittings:detail", sitting.number)


def to_item(item: AgendaItem) -> HttpResponse:
    """Lead to the page of the item."""
    return redirect("sittings:item", item.sitting.number, item.position)
