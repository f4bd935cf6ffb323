"""Names and checklists are changed by two people too, with the effect on open cases first."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.audit.models import Event
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from core.reference.models import Criterion, Department, Paper, Procedure, Unit
from core.reference.services import load_reference
from licensing.selectors.reference.effect import effect_of
from licensing.services.reference import confirm_change
from tests import builders, rule_builders
from tests.manufacturers.test_pages import browser

pytestmark = pytest.mark.django_db
WORDS = {"title_uk": "Нова назва", "title_en": "New title"}


def proposed(cast, kind, key, payload, **more):
    more.setdefault("effective_on", clock.today())
    return rule_builders.proposed(cast.reference_admin, kind, key, payload, **more)


def form_of(**changes):
    row = Procedure.objects.get(act="permit", kind="one_time", subject="goods")
    return {"sections": row.sections, "papers": row.papers | changes}


@pytest.mark.parametrize(
    ("kind", "model", "payload"),
    [
        ("criterion", Criterion, WORDS),
        ("paper", Paper, WORDS),
        ("unit", Unit, {"uk": "од", "en": "pc", "name_uk": "одиниця", "name_en": "piece"}),
        (
            "department",
            Department,
            {"short_uk": "НОВ", "short_en": "NEW", "name_uk": "Нове", "name_en": "New"},
        ),
    ],
)
def test_words_change_in_place_and_the_files_do_not_undo_them(cast, kind, model, payload):
    row = model.objects.first()
    old = {name: getattr(row, name) for name in payload}
    change = proposed(cast, kind, row.code, payload)
    confirm_change(actor=cast.head, change_id=change.pk)
    load_reference()
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in payload} == payload
    event = Event.objects.get(verb="reference.confirmed")
    assert all(word in event.body for word in old.values())


def test_a_name_waits_for_its_day_and_a_second_proposal_is_overtaken(cast):
    code = Criterion.objects.first().code
    early = proposed(cast, "criterion", code, WORDS, effective_on=clock.today() + timedelta(days=9))
    with pytest.raises(Conflict) as problem:
        confirm_change(actor=cast.head, change_id=early.pk)
    assert problem.value.code == "too_early"
    first, second = (
        proposed(cast, "criterion", code, WORDS | {"title_en": title}) for title in ("One", "Two")
    )
    confirm_change(actor=cast.head, change_id=first.pk)
    with pytest.raises(Conflict) as problem:
        confirm_change(actor=cast.head, change_id=second.pk)
    assert problem.value.code == "stale_change"


def test_two_departments_share_no_short_name(cast):
    one, other = Department.objects.all()[:2]
    payload = {"short_uk": other.short_uk, "short_en": "X", "name_uk": "А", "name_en": "B"}
    with pytest.raises(InvalidInput) as problem:
        proposed(cast, "department", one.code, payload)
    assert problem.value.field == "short_uk"


def test_a_checklist_shows_which_open_cases_would_lack_a_paper(cast):
    case = builders.accepted(cast)
    change = proposed(
        cast, "checklist", "permit/one_time/goods", form_of(route="required"),
        effective_on=clock.today() + timedelta(days=1),
    )  # fmt: skip
    effect = effect_of(change)
    assert [(one.case.pk, one.before, one.after) for one in effect.touched] == [
        (case.pk, "clear", "block")
    ]
    confirm_change(actor=cast.head, change_id=change.pk)
    rows = Procedure.objects.filter(act="permit", kind="one_time", subject="goods")
    assert [row.papers.get("route") for row in rows.order_by("valid_from")][-1] == "required"


@pytest.mark.parametrize("need", ["always", "when:rain", 7, ""])
def test_a_checklist_knows_only_its_own_words(cast, need):
    with pytest.raises(InvalidInput):
        proposed(
            cast, "checklist", "permit/one_time/goods", form_of(route=need),
            effective_on=clock.today() + timedelta(days=1),
        )  # fmt: skip


def test_the_pages_propose_and_show_the_effect(cast):
    case = builders.accepted(cast)
    keeper = browser(cast.reference_admin)
    row = Procedure.objects.get(act="permit", kind="one_time", subject="goods")
    address = reverse("reference:propose", args=["checklists", row.pk])
    page = keeper.get(address).content.decode()
    assert "papers:route" in page
    typed = {f"papers:{code}": need for code, need in row.papers.items()}
    typed |= {f"sections:{code}": need for code, need in row.sections.items()}
    typed |= {"papers:route": "required", "source": "Наказ № 5"}
    assert keeper.post(address, typed).status_code == 422
    later = clock.today() + timedelta(days=3)
    sent = keeper.post(address, typed | {"effective_on": f"{later:%d.%m.%Y}"})
    assert sent.status_code == 302
    assert case.number in browser(cast.head).get(sent["Location"]).content.decode().replace(
        "\u00a0", " "
    ).replace("\u2011", "-")
    for table in ("criteria", "units", "departments", "papers"):
        rows = keeper.get(reverse("reference:rows", args=[table]))
        assert rows.status_code == 200
    unit = Unit.objects.first()
    form = keeper.get(reverse("reference:propose", args=["units", unit.pk]))
    assert unit.name_uk in form.content.decode()
