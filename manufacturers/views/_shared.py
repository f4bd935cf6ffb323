"""What the pages of a company share: the own company, and one way to show and save a form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.accounts.models import User
from core.accounts.signed_in import person
from core.ui.forms import DozvilForm
from manufacturers import policies, selectors
from manufacturers.models import Manufacturer

FORM = ["GET", "HEAD", "POST"]

Form = TypeVar("Form", bound=DozvilForm)


@dataclass(frozen=True, slots=True)
class Page(Generic[Form]):
    """A page with one form: where it is shown, how it is saved, where it leads."""

    template: str
    form: Form
    save: Callable[[Form], object]
    leads_to: Callable[[object], str]
    context: Mapping[str, object] = field(default_factory=dict)

    def showing(self, context: Mapping[str, object]) -> "Page[Form]":
        """Return the page with more to show around the form."""
        return replace(self, context={**self.context, **context})


def keeper(request: HttpRequest) -> tuple[User, Manufacturer]:
    """Return the person and the own company whose goods the person keeps.

    Raises Http404 for officials, NotAllowed (403) for those who only read.
    """
    company = selectors.own_company(request.user)
    policies.require_keep_catalogue(request.user, company)
    return person(request), company


def run(request: HttpRequest, page: Page[Form]) -> HttpResponse:
    """Show the form, or save it and go on; a refusal shows it again with all that was typed."""
    if page.form.is_bound and page.form.is_valid():
        with page.form.showing_refusals():
            saved = page.save(page.form)
            return redirect(page.leads_to(saved))
    context = {"form": page.form, **page.context}
    return render(request, page.template, context, status=422 if page.form.errors else 200)


def version_of(request: HttpRequest) -> int:
    """Return the version of the row that the button was shown for; -1 when it does not say."""
    form = VersionForm(request.POST)
    return int(form.cleaned_data["version"]) if form.is_valid() else -1


class VersionForm(forms.Form):
    """The version of the row that the person looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
