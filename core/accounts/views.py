"""The door: where a person lands after sign-in, and her preferences."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts import policies, services
from core.accounts.forms import PreferencesForm
from core.accounts.models import User
from core.accounts.roles import Role

# First match wins: a head who also sits in the commission starts with the cases.
HOMES: tuple[tuple[frozenset[Role], str], ...] = (
    (frozenset({Role.OFFICER, Role.HEAD}), "cases:worklist"),
    (frozenset({Role.SECRETARY, Role.CHAIR, Role.MEMBER}), "sittings:list"),
    (frozenset({Role.ADVISER}), "opinions:list"),
    (frozenset({Role.AUDITOR}), "records:list"),
    (frozenset({Role.CUSTOMS}), "licences:list"),
    (frozenset({Role.REFERENCE_ADMIN}), "commission:body"),
    (frozenset({Role.SYSTEM_ADMIN}), "operations:index"),
)
COMPANY_HOME = "applications:home"
OTHER_HOME = "preferences"

_YEAR = 365 * 24 * 3600


def home_of(user: User | AnonymousUser) -> str:
    """Return the address of a person's first page; upper apps are known by URL name only."""
    name = COMPANY_HOME if policies.is_company_person(user) else _office_of(user)
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(OTHER_HOME)


def _office_of(user: User | AnonymousUser) -> str:
    matches = (name for roles, name in HOMES if policies.has_role(user, *roles))
    return next(matches, OTHER_HOME)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead everybody to the page where the own work waits."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    return HttpResponseRedirect(home_of(request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and keep language and colours: in the account, and in a cookie for visitors."""
    now = current_preferences(request)
    if request.method != "POST":
        form = PreferencesForm(initial=now)
        return render(request, "accounts/preferences.html", {"form": form})
    # The switch in the masthead sends one of the two; the other stays as it is.
    form = PreferencesForm(now | request.POST.dict())
    if not form.is_valid():
        return render(request, "accounts/preferences.html", {"form": form}, status=422)
    if request.user.is_authenticated:
        services.save_preferences(actor=request.user, **form.cleaned_data)
    return _with_cookies(redirect(_next_page(request)), form.cleaned_data)


def current_preferences(request: HttpRequest) -> dict[str, str]:
    """Return language and theme in force for this request."""
    if request.user.is_authenticated:
        return {"language": request.user.language, "theme": request.user.theme}
    return {
        "language": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
        "theme": request.COOKIES.get("theme", "system"),
    }


def _with_cookies(response: HttpResponse, chosen: dict[str, str]) -> HttpResponse:
    names = {"language": settings.LANGUAGE_COOKIE_NAME, "theme": "theme"}
    for field, name in names.items():
        response.set_cookie(
            name,
            chosen[field],
            max_age=_YEAR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _next_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure()):
        return wanted
    return reverse("preferences")
