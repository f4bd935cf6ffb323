"""The pages of the draft that hold several rows: goods lines, other parties, documents."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.signed_in import person
from core.base import clock
from core.base.errors import StaleForm
from core.reference.codes import currency_choices
from core.reference.selectors import control_entries
from licensing import procedure, snapshot, tasklist
from licensing.forms.applicant import FileForm, IntangibleLineForm, LineForm
from licensing.forms.applicant_base import DraftForm
from licensing.forms.applicant_parties import OtherPartyForm
from licensing.models import Application, AttachmentKind, GoodsLine, Party
from licensing.selectors.applicant.drafts import (
    get_attachment,
    get_line,
    get_other_party,
    line_values,
    other_documents,
    other_parties,
    party_values,
)
from licensing.selectors.applicant.own import get_own
from licensing.selectors.applicant.reuse import (
    catalogue,
    known_parties,
    reused_party,
    reused_product,
)
from licensing.selectors.case.page import unit_names
from licensing.services import drafting, drafting_files
from licensing.views.applicant.shared import FORM, PAGES, Edit, editable, page_after, page_of, run


@login_required
@require_safe
def lines(request: HttpRequest, ref: str) -> HttpResponse:
    """List the goods lines with their totals."""
    case = editable(request, ref)
    content = snapshot.freeze(case)
    context = {
        "case": case,
        "section": tasklist.section("lines"),
        "next": page_after(case, "lines", content),
        "lines": case.lines.all(),
        "totals": [(value, currency) for currency, value in sorted(content.totals.items())],
        "units": unit_names(),
    }
    return render(request, f"{PAGES}/lines.html", context)


@login_required
@require_http_methods(FORM)
def line(request: HttpRequest, ref: str, line_id: UUID | None = None) -> HttpResponse:
    """Add a goods line, or change one."""
    case = editable(request, ref)
    known = get_line(case, line_id) if line_id else None

    def save(form: DraftForm) -> GoodsLine:
        change = {"line_id": known.pk} if known else {}
        service: Callable[..., GoodsLine] = drafting.change_line if known else drafting.add_line
        return service(
            actor=person(request),
            application_id=case.pk,
            version=form.seen_version,
            values=form.answers(),
            **change,
        )

    def values(now: Application) -> Mapping[str, Any]:
        if known is None:
            return reused_product(now, request.GET.get("product", ""))
        return line_values(get_line(now, known.pk))

    context = {
        "row": known,
        "codes": control_entries(clock.today()),
        "currencies": currency_choices(),
        "back": page_of(case, "lines"),
        "heading": "line",
        "products": [] if known else catalogue(case, request.GET.get("q", "")),
    }
    edit = Edit(
        "lines",
        _line_form(case),
        values,
        save,
        page_of(case, "lines"),
        context=context,
        saves_itself=known is not None,
    )
    return run(request, case, edit)


def _line_form(case: Application) -> type[DraftForm]:
    """Return the questions about a line: what has no customs code is not asked for one."""
    rules = procedure.require_form(case.act, case.kind, case.subject_kind)
    return LineForm if rules.has_uktzed else IntangibleLineForm


@login_required
@require_safe
def parties(request: HttpRequest, ref: str) -> HttpResponse:
    """List the consignees and intermediaries."""
    case = editable(request, ref)
    context = {
        "case": case,
        "section": tasklist.section("parties"),
        "next": page_after(case, "parties"),
        "parties": other_parties(case),
    }
    return render(request, f"{PAGES}/parties.html", context)


@login_required
@require_http_methods(FORM)
def party(request: HttpRequest, ref: str, party_id: UUID | None = None) -> HttpResponse:
    """Add a consignee or intermediary, or change one."""
    case = editable(request, ref)
    known = get_other_party(case, party_id) if party_id else None

    def save(form: DraftForm) -> Party:
        return drafting.save_party(
            actor=person(request),
            application_id=case.pk,
            version=form.seen_version,
            values=form.answers(),
            party_id=known.pk if known else None,
        )

    def values(now: Application) -> Mapping[str, Any]:
        if known is None:
            return reused_party(now, request.GET.get("from", ""))
        return party_values(get_other_party(now, known.pk))

    context = {
        "row": known,
        "back": page_of(case, "parties"),
        "heading": "party",
        "known": [] if known else known_parties(case),
    }
    edit = Edit(
        "parties",
        OtherPartyForm,
        values,
        save,
        page_of(case, "parties"),
        context=context,
        saves_itself=known is not None,
    )
    return run(request, case, edit)


@login_required
@require_http_methods(FORM)
def files(request: HttpRequest, ref: str) -> HttpResponse:
    """List the other documents and take in one more."""
    case = editable(request, ref)

    def save(form: DraftForm) -> None:
        drafting_files.attach_uploads(
            actor=person(request),
            application_id=case.pk,
            version=form.seen_version,
            kind=form.cleaned_data["kind"],
            uploads=form.cleaned_data["uploads"],
        )

    content = snapshot.freeze(case)
    context = {
        "files": other_documents(case),
        "checklist": procedure.checklist(content, procedure.rules_for(content)),
        "next": page_after(case, "files", content),
    }
    edit = Edit(
        "files",
        FileForm,
        lambda _now: {"kind": request.GET.get("kind", "")},
        save,
        page_of(case, "files"),
        "files.html",
        context,
        saves_itself=False,
    )
    return run(request, case, edit)


@login_required
@require_http_methods(FORM)
def remove_line(request: HttpRequest, ref: str, line_id: UUID) -> HttpResponse:
    """Ask once, then remove a goods line."""
    case = editable(request, ref)
    known = get_line(case, line_id)

    def remove(version: int) -> None:
        drafting.remove_line(
            actor=person(request), application_id=case.pk, version=version, line_id=known.pk
        )

    return _confirm(request, case, "lines", str(known), remove)


@login_required
@require_http_methods(FORM)
def remove_party(request: HttpRequest, ref: str, party_id: UUID) -> HttpResponse:
    """Ask once, then remove a consignee or intermediary."""
    case = editable(request, ref)
    known = get_other_party(case, party_id)

    def remove(version: int) -> None:
        drafting.remove_party(
            actor=person(request), application_id=case.pk, version=version, party_id=known.pk
        )

    return _confirm(request, case, "parties", str(known), remove)


@login_required
@require_http_methods(FORM)
def remove_file(request: HttpRequest, ref: str, attachment_id: UUID) -> HttpResponse:
    """Ask once, then take a file off the draft."""
    case = editable(request, ref)
    known = get_attachment(case, attachment_id)
    key = "contract" if known.kind == AttachmentKind.CONTRACT else "files"

    def remove(version: int) -> None:
        drafting.detach_file(
            actor=person(request), application_id=case.pk, version=version, attachment_id=known.pk
        )

    return _confirm(request, case, key, known.file.name, remove)


def _confirm(
    request: HttpRequest, case: Application, key: str, what: str, remove: Callable[[int], None]
) -> HttpResponse:
    """Show what is removed; a stale confirmation is shown again with the state of now."""
    back, status = page_of(case, key), 200
    if request.method == "POST":
        form = DraftForm(request.POST)
        try:
            remove(form.seen_version if form.is_valid() else -1)
        except StaleForm:
            status = 409
            case = get_own(request.user, str(case.pk))
        else:
            return redirect(back)
    context = {
        "case": case,
        "what": what,
        "back": back,
        "form": DraftForm(initial={"version": case.version}),
        "section": tasklist.section(key),
        "is_stale": status == 409,
        "tasks_url": reverse("applications:tasks", args=[case.ref]),
    }
    return render(request, f"{PAGES}/remove.html", context, status=status)
