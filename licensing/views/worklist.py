"""Filters of the worklist that a person keeps under a name."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from licensing.forms.casework import KeepFilterForm
from licensing.selectors.queue import Filter
from licensing.services import filters
from licensing.views._shared import officials_only, person


@officials_only
@require_POST
def keep_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filter in view under a name."""
    form = KeepFilterForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Name the filter with at most 60 letters."))
        return redirect(Filter.parse(request.POST.get("query", "")).url())
    kept = filters.keep_filter(actor=person(request), **form.cleaned_data)
    messages.success(request, _("The filter is kept: “%(name)s”.") % {"name": kept.name})
    return redirect(Filter.parse(kept.query).url())


@officials_only
@require_POST
def remove_filter(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    """Remove a kept filter."""
    filters.remove_filter(actor=person(request), filter_id=filter_id)
    messages.success(request, _("The kept filter is removed."))
    return redirect("cases:worklist")
