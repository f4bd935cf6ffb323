"""Pages of the secretary: convene, agenda, attendance, the frozen text, deferral, the record."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commission import policies
from commission.forms.sittings import (
    AttendanceForm,
    ConveneForm,
    DeferForm,
    PlaceForm,
    QuestionForm,
    WrittenForm,
)
from commission.models import Sitting, SittingKind
from commission.selectors import get_item, get_sitting
from commission.selectors.opinions import all_criteria, exceptions_by_line
from commission.selectors.sitting_page import cases_ready, chairs, may_come, present_ids
from commission.services import conditions, questions, sittings, written
from commission.views._shared import (
    GET_OR_POST,
    done,
    form_page,
    status_of,
    to_item,
    to_sitting,
)
from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.accounts.signed_in import person
from licensing import snapshot
from licensing.selectors.case.page import unit_names


@login_required
@require_http_methods(GET_OR_POST)
def convene(request: HttpRequest) -> HttpResponse:
    """Call the commission together."""
    policies.require(policies.may_prepare(person(request)))
    form = ConveneForm(request.POST or None, chairs=chairs())
    made: list[Sitting] = []
    if done(form, lambda: made.append(_convene(request, form))):
        messages.success(request, _("The sitting is convened; invitations are sent."))
        return to_sitting(made[0])
    return form_page(
        request,
        form,
        title=_("Convene a sitting"),
        button=_("Convene and invite"),
        back=reverse("sittings:list"),
    )


def _convene(request: HttpRequest, form: ConveneForm) -> Sitting:
    data = form.cleaned_data
    return sittings.convene(
        actor=person(request),
        held_at=form.held_at(),
        place=data["place"],
        chair=data["chair"],
        kind=SittingKind(data["kind"]),
        reason=data["reason"],
    )


@login_required
@require_http_methods(GET_OR_POST)
def convene_in_writing(request: HttpRequest) -> HttpResponse:
    """Prepare a written procedure."""
    policies.require(policies.may_prepare(person(request)))
    form = WrittenForm(request.POST or None, chairs=chairs())
    made: list[Sitting] = []
    if done(form, lambda: made.append(_convene_in_writing(request, form))):
        messages.success(
            request, _("Put the cases on and freeze their texts; then the chair sends them out.")
        )
        return to_sitting(made[0])
    return form_page(
        request,
        form,
        title=_("Ask the commission in writing"),
        button=_("Prepare the procedure"),
        back=reverse("sittings:list"),
        note=_("Silence is not consent. The chair or one member may call an item into a sitting."),
    )


def _convene_in_writing(request: HttpRequest, form: WrittenForm) -> Sitting:
    return written.convene_in_writing(
        actor=person(request),
        replies_until=form.replies_until(),
        chair=form.cleaned_data["chair"],
        reason=form.cleaned_data["reason"],
    )


@login_required
@require_http_methods(GET_OR_POST)
def place(request: HttpRequest, number: str) -> HttpResponse:
    """Put a ready case on the agenda."""
    sitting, user = get_sitting(request.user, number), person(request)
    policies.require(policies.may_prepare(user, sitting))
    form = PlaceForm(request.POST or None, cases=cases_ready(user))
    if done(form, lambda: _place(user, sitting, form)):
        messages.success(request, _("The case is on the agenda; its papers are frozen."))
        return to_sitting(sitting)
    return form_page(
        request,
        form,
        title=_("Put a case on the agenda"),
        button=_("Put on the agenda"),
        back=reverse("sittings:detail", args=[number]),
        about=number,
    )


def _place(user: User, sitting: Sitting, form: PlaceForm) -> None:
    case = form.cleaned_data["application"]
    sittings.place_on_agenda(actor=user, sitting_id=sitting.pk, application_id=case.pk)


@login_required
@require_http_methods(GET_OR_POST)
def attendance(request: HttpRequest, number: str) -> HttpResponse:
    """Enter who is in the room."""
    sitting, user = get_sitting(request.user, number), person(request)
    policies.require(policies.may_prepare(user, sitting))
    form = AttendanceForm(
        request.POST or None,
        mandates=may_come(sitting),
        initial={"present": present_ids(sitting)},
    )
    # No box marked is an answer too: everybody left.
    form.is_bound = request.method == "POST"
    if done(form, lambda: _attend(request, number, form)):
        messages.success(request, _("The attendance is entered."))
        return to_sitting(sitting)
    return form_page(
        request,
        form,
        title=_("Attendance"),
        button=_("Enter"),
        back=reverse("sittings:detail", args=[number]),
        about=number,
    )


def _attend(request: HttpRequest, number: str, form: AttendanceForm) -> None:
    sitting = get_sitting(request.user, number)
    present = [row.pk for row in form.cleaned_data["present"]]
    sittings.record_attendance(
        actor=person(request), sitting_id=sitting.pk, present=present, at=form.since()
    )


@login_required
@require_http_methods(GET_OR_POST)
def question(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Freeze the text that will be voted on."""
    item = get_item(request.user, number, position)
    policies.require(policies.may_prepare(person(request), item.sitting))
    form = QuestionForm(
        request.POST or None,
        lines=snapshot.read(item.revision.text).lines,
        criteria=all_criteria(),
        exceptions=exceptions_by_line(item.revision),
    )
    if done(form, lambda: _freeze(request, item.pk, form)):
        messages.success(request, _("The text is frozen. The chair may open the vote."))
        return to_item(item)
    kept = conditions.standing(item)
    context = {"form": form, "item": item, "units": unit_names(), "conditions": kept}
    return render(request, "commission/question.html", context, status=status_of(form))


def _freeze(request: HttpRequest, item_id: UUID, form: QuestionForm) -> None:
    questions.freeze_question(
        actor=person(request),
        item_id=item_id,
        lines=form.proposals(),
        text_uk=form.cleaned_data["text_uk"],
    )


@login_required
@require_http_methods(GET_OR_POST)
def defer(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Take an item off without a result."""
    item, user = get_item(request.user, number, position), person(request)
    policies.require(policies.may_prepare(user, item.sitting))
    form = DeferForm(
        request.POST or None,
        owners=people_with_role(Role.OFFICER),
        initial={"owner": item.application.officer_id},
    )
    if done(form, lambda: sittings.defer_item(actor=user, item_id=item.pk, **form.cleaned_data)):
        messages.success(request, _("The item is deferred; the case waits for another sitting."))
        return to_sitting(item.sitting)
    return form_page(
        request,
        form,
        title=_("Defer item %(item)s") % {"item": position},
        button=_("Defer"),
        back=reverse("sittings:item", args=[number, position]),
        about=item.application.number or "",
    )
