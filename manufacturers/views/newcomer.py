"""The way in for a company that is not registered: a request, and its page for who asked."""

from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.base.errors import InvalidInput
from manufacturers import selectors, services
from manufacturers.forms.enrolment import EnrolForm
from manufacturers.models import Enrolment
from manufacturers.views._shared import FORM, Page, run

# From one address within an hour; a law office that registers many firms stays below it.
MOST_AN_HOUR = 20


@require_http_methods(FORM)
def enrol(request: HttpRequest) -> HttpResponse:
    """Take a request for registration from anybody."""
    form = EnrolForm(request.POST if request.method == "POST" else None)

    def save(form: EnrolForm) -> Enrolment:
        _count(request)
        return services.ask_to_enrol(
            company=form.company(),
            newcomer=form.newcomer(),
            code_confirmed=form.cleaned_data["code_confirmed"],
        )

    return run(request, Page("manufacturers/enrolment/ask.html", form, save, _page))


@require_safe
@never_cache
def enrolment(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Show how a request stands to who has its address."""
    row = selectors.get_enrolment(enrolment_id)
    return render(request, "manufacturers/enrolment/state.html", {"enrolment": row})


def _count(request: HttpRequest) -> None:
    key = f"enrol:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, timeout=3600)
    if cache.incr(key) > MOST_AN_HOUR:
        message = _("Too many requests came from your address. Try again in an hour.")
        raise InvalidInput("enrolments_often", message)


def _page(made: object) -> str:
    assert isinstance(made, Enrolment)
    return reverse("manufacturers:enrolment", args=[made.pk])
