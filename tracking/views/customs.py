"""Pages of customs: finding a permit at the border, and the file of crossings, whole or not."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.signed_in import person
from core.ui.forms import DozvilForm
from tracking import policies
from tracking.selectors.customs_search import find
from tracking.selectors.destinations import require_overview
from tracking.services.customs_file import Imported, import_file
from tracking.sheet import HEADS, MOST_BYTES, NEEDED


class CustomsFileForm(DozvilForm):
    """The file."""

    file = forms.FileField(label=_("CSV file of customs"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def customs_file(request: HttpRequest) -> HttpResponse:
    """Take a file of crossings and show what came of each row."""
    require_overview(request.user)
    user = person(request)
    policies.require(policies.may_import(user))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CustomsFileForm(*sent)
    done: Imported | None = None
    if form.is_valid():
        with form.showing_refusals():
            content = form.cleaned_data["file"].read(MOST_BYTES + 1)
            done = import_file(actor=user, content=content)
    wrong = form.errors or (done is not None and done.wrong)
    context = {
        "form": form,
        "done": done,
        "heads": [(*words, name in NEEDED) for name, words in HEADS.items()],
    }
    return render(request, "tracking/customs_file.html", context, status=422 if wrong else 200)


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find permits by number, firm, serial number, shipment or declaration."""
    require_overview(request.user)
    found = find(person(request), request.GET.get("q", ""))
    return render(request, "tracking/search.html", {"found": found})
