"""Evidence packages: ordering one, its progress, fetching its file."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.documents.ranged import is_beginning, ranged_file
from core.work.selectors import shown
from records import packages, policies, selectors
from records.filters import FilterForm, PackageForm
from records.models import Package
from records.views.signed_in import SignedIn


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def package_list(request: SignedIn) -> HttpResponse:
    """Show the packages that were ordered; order one from the filter in the address."""
    policies.authorise_export(request.user)
    wanted = FilterForm(request.GET, years=selectors.years(request.user)).wanted()
    form = PackageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ordered = packages.order(actor=request.user, wanted=wanted, **form.cleaned_data)
        return redirect("records:package", ordered.pk)
    context = {
        "form": form,
        "wanted": wanted,
        "population": selectors.matching(request.user, wanted).count(),
        "packages": packages.lately(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "records/packages.html", context, status=status)


@login_required
@require_safe
def package(request: SignedIn, package_id: UUID) -> HttpResponse:
    """Show one package: how far it is, or its file with the digest."""
    found = _found(request, package_id)
    work = packages.work_shown(found, request.user)
    context = {
        "package": found,
        "piece": shown(work) if work else None,
        "is_kept": packages.is_kept(found),
        "kept_days": packages.KEPT_DAYS,
    }
    return render(request, "records/package.html", context)


@login_required
@require_safe
def package_file(request: SignedIn, package_id: UUID) -> HttpResponseBase:
    """Hand out the file, whole or from where the line broke. The first byte is an event."""
    found = _found(request, package_id)
    if not packages.is_kept(found):
        raise Http404
    if is_beginning(request):
        packages.log_fetch(actor=request.user, package=found)
    path = packages.path_of(found)
    kind = "application/zip"
    return ranged_file(
        request, path, name=f"{found.name}.zip", sha256=found.sha256, content_type=kind
    )


def _found(request: SignedIn, package_id: UUID) -> Package:
    policies.authorise_export(request.user)
    found = packages.find(package_id)
    if found is None:
        raise Http404
    return found
