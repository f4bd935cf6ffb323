"""The one search box: officials over the cases they may read, companies over their own."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.accounts.policies import has_permission, is_company_person
from core.accounts.signed_in import person
from licensing.selectors.search import search


@login_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what the words lead to."""
    user = person(request)
    is_company = is_company_person(user)
    if not is_company and not has_permission(user, "view_all_cases"):
        raise Http404
    words = request.GET.get("q", "")
    context = {
        "found": search(user, words),
        "words": words,
        "case_page": "applications:detail" if is_company else "cases:detail",
    }
    return render(request, "licensing/search.html", context)
