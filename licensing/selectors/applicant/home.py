"""The first page of a company's person: what needs us, what is under way, what runs out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import clock
from core.notifications.selectors import Duty, InboxEntry, duties, inbox
from core.reference.selectors import working_calendar
from licensing.lifecycle import OPEN, Status
from licensing.models import Application, EndUserCertificate, Licence, LicenceState
from licensing.selectors.applicant.cases import Row
from licensing.selectors.applicant.own import own_applications
from licensing.selectors.case.ruler import ruler_of
from licensing.selectors.licences.register import state_of
from licensing.selectors.licences.reports import Report, open_reports
from licensing.selectors.scope import licences_visible_to
from licensing.selectors.upward import LineBalance, balances_of
from manufacturers.models import Manufacturer

SHOWN = 5
AHEAD = timedelta(days=90)
#: More permits in force than this are read in their register.
MOST_READ = 50


@dataclass(frozen=True, slots=True)
class Held:
    """A permit of the company with what is left of it."""

    number: str
    title: str
    valid_until: date
    state: str
    label: str | Promise
    lines: Sequence[LineBalance]


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that ends within three months, and where it is renewed."""

    what: str | Promise
    number: str
    on: date
    url: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class Home:
    """Everything on the first page."""

    returned: list[Application]
    duties: list[Duty]
    drafts: list[Row]
    cases: list[Row]
    licences: list[Held]
    reports: list[Report]
    endings: list[Ending]
    messages: list[InboxEntry]


def home(user: User, company: Manufacturer) -> Home:
    """Return the first page of a person of a company; a constant number of queries."""
    own = own_applications(user).defer("current_revision__text", "latest_checks__text")
    drafts = list(
        own.filter(status=Status.DRAFT).order_by(F("saved_at").desc(nulls_last=True))[: SHOWN * 2]
    )
    open_cases = own.filter(status__in=OPEN).order_by(F("due_on").asc(nulls_last=True), "id")
    calendar, permits = working_calendar(), _permits_in_force(user)
    return Home(
        returned=[draft for draft in drafts if draft.number],
        duties=duties(user, SHOWN * 2, until=clock.today() + AHEAD),
        drafts=[Row(draft, None) for draft in drafts if not draft.number][:SHOWN],
        cases=[
            Row(case, ruler_of(case, calendar))
            for case in open_cases.prefetch_related("pauses")[:SHOWN]
        ],
        licences=_held(permits[:SHOWN]),
        reports=open_reports(licences_visible_to(user), clock.today() + AHEAD)[: SHOWN * 2],
        endings=_endings(user, company),
        messages=[entry for entry in inbox(user).entries if not entry.is_read][:SHOWN],
    )


def _permits_in_force(user: User) -> list[Licence]:
    living = licences_visible_to(user).filter(
        state__in=[LicenceState.VALID, LicenceState.SUSPENDED], valid_until__gte=clock.today()
    )
    return list(living.select_related("application").order_by("valid_until", "id")[:MOST_READ])


def _held(permits: list[Licence]) -> list[Held]:
    left = balances_of(permits)
    return [
        Held(one.number, one.application.title, one.valid_until, *state_of(one), left[one.pk])
        for one in permits
    ]


def _endings(user: User, company: Manufacturer) -> list[Ending]:
    found = [*_of_company(company), *_certificates(user), *_permits(user)]
    return sorted(found, key=lambda one: one.on)


def _of_company(company: Manufacturer) -> list[Ending]:
    page, until = reverse("manufacturers:company"), clock.today() + AHEAD
    latest = company.authorities.order_by("-valid_until").first()
    found = []
    if latest is not None and latest.valid_until <= until:
        found.append(_ending(_("Authority under Resolution 838"), latest.number,
                             latest.valid_until, page))  # fmt: skip
    registered = company.registration_valid_until
    if registered is not None and registered <= until:
        found.append(_ending(_("Registration of the company"), company.registration_no,
                             registered, page))  # fmt: skip
    return found


def _certificates(user: User) -> list[Ending]:
    live = own_applications(user).filter(status__in=[Status.DRAFT, *OPEN])
    rows = EndUserCertificate.objects.filter(
        application__in=live, valid_until__lte=clock.today() + AHEAD
    ).select_related("application")
    return [
        _ending(
            gettext("End-user certificate"),
            row.number,
            row.valid_until,
            reverse("applications:detail", args=[row.application.ref]),
        )
        for row in rows.order_by("valid_until")[: SHOWN * 2]
        if row.valid_until
    ]


def _permits(user: User) -> list[Ending]:
    living = licences_visible_to(user).filter(
        state=LicenceState.VALID,
        valid_until__range=(clock.today(), clock.today() + AHEAD),
    )
    return [
        _ending(_("Permit"), one.number, one.valid_until,
                reverse("licences:detail", args=[one.number]))
        for one in living.order_by("valid_until")[: SHOWN * 2]
    ]  # fmt: skip


def _ending(what: str | Promise, number: str, on: date, url: str) -> Ending:
    return Ending(what, number, on, url, is_over=on < clock.today())
