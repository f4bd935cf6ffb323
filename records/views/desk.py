"""The auditor's desk: samples of the register, and who read what."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.base import clock
from licensing.selectors.scope import get_application
from records import anomalies, asof, policies, readings, samples, selectors
from records.filters import FilterForm, InstantForm, SampleForm, YearForm
from records.views.signed_in import SignedIn


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sample_list(request: SignedIn) -> HttpResponse:
    """Show the samples that were drawn; draw one from the filter in the address."""
    policies.authorise_export(request.user)
    wanted = FilterForm(request.GET, years=selectors.years(request.user)).wanted()
    form = SampleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with form.showing_refusals():
            kept = samples.draw(actor=request.user, wanted=wanted, **form.cleaned_data)
            return redirect("records:sample", kept.pk)
    context = {
        "form": form,
        "wanted": wanted,
        "population": selectors.matching(request.user, wanted).count(),
        "samples": samples.drawn_lately(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "records/samples.html", context, status=status)


@login_required
@require_safe
def sample(request: SignedIn, sample_id: UUID) -> HttpResponse:
    """Show one sample with what comes out when it is drawn again now."""
    policies.authorise_export(request.user)
    kept = samples.get_sample(sample_id)
    if kept is None:
        raise Http404
    context = {
        "sample": kept,
        "again": samples.draw_again(kept, request.user),
        "decisions": samples.decisions_of(kept, request.user),
    }
    return render(request, "records/sample.html", context)


@login_required
@require_safe
def case_as_of(request: SignedIn, ref: str) -> HttpResponse:
    """Show a case as it stood at an instant: by default now, at the latest now."""
    policies.authorise_export(request.user)
    application = get_application(request.user, ref)
    form = InstantForm(request.GET or {"at": asof.local(clock.now())})
    asked = form.cleaned_data["at"] if form.is_valid() else clock.now()
    context = {
        "form": form,
        "case": asof.case_as_of(application, min(asked, clock.now())),
        "earliest": asof.local(application.created_at),
    }
    return render(request, "records/as_of.html", context, status=200 if form.is_valid() else 422)


@login_required
@require_safe
def anomaly_list(request: SignedIn) -> HttpResponse:
    """Show what stands out among the decisions of a year."""
    policies.authorise_export(request.user)
    years = selectors.years(request.user)
    form = YearForm(request.GET or {"year": str(years[0])}, years=years)
    year = form.cleaned_data["year"] if form.is_valid() else years[0]
    officer = form.cleaned_data.get("officer")
    context = {
        "form": form,
        "year": year,
        "found": anomalies.anomalies(request.user, year),
        "hits": anomalies.cleared_cases(request.user, year, officer) if officer else None,
    }
    return render(request, "records/anomalies.html", context)


@login_required
@require_safe
def reading_log(request: SignedIn) -> HttpResponse:
    """Show who opened which record, newest first; auditors are in it like everybody."""
    policies.authorise_export(request.user)
    asked = request.GET.get("q", "")[:100]
    page = readings.reading_log(asked, _event_id(request))
    return render(request, "records/readings.html", {"page": page, "asked": asked})


def _event_id(request: HttpRequest) -> int | None:
    before = request.GET.get("before", "")
    return int(before) if before.isdecimal() and len(before) < 19 else None
