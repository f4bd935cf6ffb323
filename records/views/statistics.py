"""The public figures: by year, with the files behind them. Publishing is an act of the head."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.base.spreadsheet import CSV_TYPE, Receipt, write_csv
from records import policies
from records.models import Publication
from records.statistics import presentation, publication
from records.views.signed_in import SignedIn


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the years that were published and how long the commission has not sat."""
    publishing = policies.may_publish(request.user)
    context = {
        "publications": publication.published(),
        "pause": publication.sitting_pause(),
        "unpublished": publication.unpublished_years() if publishing else [],
    }
    return render(request, "records/statistics/index.html", context)


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Show the figures of one year."""
    found = _found(year)
    content = publication.content_of(found)
    context = {
        "publication": found,
        "figures": content,
        "licensed": presentation.table(content["licensed"]),
        # Editions before the second did not count what was shipped.
        "has_shipped": "shipped" in content,
        "shipped": presentation.table(content.get("shipped")),
        "categories": presentation.categories(content),
    }
    return render(request, "records/statistics/year.html", context)


@require_safe
def exact_text(request: HttpRequest, year: int) -> HttpResponse:
    """Hand out the published figures byte for byte: their digest is in the ledger."""
    found = _found(year)
    response = HttpResponse(found.text.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="statistics-{year}.json"'
    return response


@require_safe
def table(request: HttpRequest, year: int) -> StreamingHttpResponse:
    """Hand out a table for spreadsheets: what was licensed, or with `?table=shipped` that."""
    name = "shipped" if request.GET.get("table") == "shipped" else "licensed"
    rows = presentation.csv_rows(publication.content_of(_found(year)), name)
    stream = write_csv(presentation.COLUMNS, rows, Receipt())
    response = StreamingHttpResponse(stream, content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="statistics-{year}-{name}.csv"'
    return response


@login_required
@require_POST
def publish(request: SignedIn, year: int) -> HttpResponse:
    """Publish the figures of a year that is over, for ever."""
    publication.publish(actor=request.user, year=year)
    return redirect("statistics:year", year)


def _found(year: int) -> Publication:
    found = publication.find_published(year)
    if found is None:
        raise Http404
    return found
