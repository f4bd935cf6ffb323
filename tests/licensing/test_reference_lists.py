"""Whole lists are changed by two people too: an edition of the control list, a corrected day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.audit.models import Event
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.reference import selectors
from core.reference.models import CalendarDay, ControlListEntry
from core.reference.services import load_reference
from licensing.selectors.reference.effect import effect_of
from licensing.services.reference import confirm_change
from tests import builders, rule_builders
from tests.manufacturers.test_pages import browser

pytestmark = pytest.mark.django_db
A_WEDNESDAY = date(2028, 8, 23)


def entries(*without, **retitled):
    kept = selectors.control_entries(clock.today()).exclude(code__in=without)
    return [
        {"code": row.code, "title_uk": retitled.get(row.code, row.title_uk),
         "title_en": row.title_en}
        for row in kept
    ]  # fmt: skip


def edition(cast, rows, name="EU CML 2030", **more):
    payload = {"edition": name, "entries": rows}
    return rule_builders.proposed(
        cast.reference_admin, "control_list", "control-list", payload, **more
    )


def day_said(cast, kind, day=A_WEDNESDAY, **more):
    named = {"date": day.isoformat(), "kind": kind, "reason_uk": "День", "reason_en": "Day"}
    return rule_builders.proposed(
        cast.reference_admin, "calendar", str(day.year), {"days": [named]},
        effective_on=day, **more,
    )  # fmt: skip


def test_an_edition_is_in_force_from_its_day_and_the_old_one_stays(cast):
    old = selectors.current_edition(clock.today())
    rows = [*entries(ML1="Стрілецька зброя"),
            {"code": "ML22.z", "title_uk": "Нове", "title_en": "New"}]  # fmt: skip
    change = edition(cast, rows)
    with pytest.raises(NotAllowed):
        confirm_change(actor=cast.reference_admin, change_id=change.pk)
    assert selectors.current_edition(change.effective_on) == old
    confirm_change(actor=cast.head, change_id=change.pk)
    load_reference()
    assert selectors.current_edition(clock.today()) == old
    assert selectors.current_edition(change.effective_on) == "EU CML 2030"
    entry = selectors.control_entry("ML1", change.effective_on)
    assert entry is not None
    assert entry.title_uk == "Стрілецька зброя"
    assert selectors.control_entry("ML22.z", clock.today()) is None
    assert Event.objects.filter(verb="reference.confirmed").count() == 1


def test_an_edition_names_the_open_cases_whose_code_it_drops(cast):
    case = builders.accepted(cast)
    code = case.lines.first().control_code
    kept = edition(cast, [*entries(), {"code": "ML22.z", "title_uk": "Н", "title_en": "N"}])
    assert effect_of(kept).touched == ()
    below = [one["code"] for one in entries() if one["code"].startswith(f"{code}.")]
    dropping = edition(cast, entries(code, *below), name="EU CML 2031")
    assert [(one.case.pk, one.before) for one in effect_of(dropping).touched] == [(case.pk, code)]


def test_of_two_editions_proposed_together_the_second_is_stale(cast):
    new = {"code": "ML22.z", "title_uk": "Н", "title_en": "N"}
    first, second = (edition(cast, [*entries(), new], name=name) for name in ("One", "Two"))
    confirm_change(actor=cast.head, change_id=first.pk)
    with pytest.raises(Conflict):
        confirm_change(actor=cast.head, change_id=second.pk)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: [],
        lambda rows: rows,
        lambda rows: [*rows, rows[0]],
        lambda rows: [*rows, {"code": "ML23", "title_uk": "а", "title_en": "b"}],
        lambda rows: [{"code": "ML9.z.a", "title_uk": "а", "title_en": "b"}, *rows],
    ],
)
def test_an_edition_that_makes_no_sense_is_refused(cast, spoil):
    with pytest.raises(InvalidInput):
        edition(cast, spoil(entries()))


def test_an_edition_has_a_name_of_its_own_and_comes_after_the_newest(cast):
    new = {"code": "ML22.z", "title_uk": "Н", "title_en": "N"}
    kept = ControlListEntry.objects.order_by("-edition_from")[0]
    for more in (
        {"name": kept.edition},
        {"effective_on": kept.edition_from, "past_reason": "Лист"},
    ):
        with pytest.raises(InvalidInput):
            edition(cast, [*entries(), new], **more)


def test_a_corrected_day_counts_from_its_correction_and_the_past_stays_known(cast):
    confirm_change(actor=cast.head, change_id=day_said(cast, "day_off").pk)
    said_on = clock.today()
    with pytest.raises(InvalidInput):
        day_said(cast, "ordinary")
    with clock.at(clock.now() + timedelta(days=3)):
        first, second = (day_said(cast, kind) for kind in ("ordinary", "working"))
        confirm_change(actor=cast.head, change_id=first.pk)
        with pytest.raises(Conflict):
            confirm_change(actor=cast.head, change_id=second.pk)
        load_reference()
        assert selectors.working_calendar().is_working(A_WEDNESDAY)
        assert not selectors.working_calendar(said_on).is_working(A_WEDNESDAY)
    assert CalendarDay.objects.filter(date=A_WEDNESDAY).count() == 2


def test_a_correction_moves_the_terms_that_it_shows_before(cast):
    case = builders.accepted(cast)
    end = case.due_on
    change = day_said(cast, "day_off", day=end)
    (touched,) = effect_of(change).touched
    confirm_change(actor=cast.head, change_id=change.pk)
    case.refresh_from_db()
    assert case.due_on == touched.due_after > end
    with clock.at(clock.now() + timedelta(days=1)):
        back = day_said(cast, "ordinary", day=end)
        (touched,) = effect_of(back).touched
        confirm_change(actor=cast.head, change_id=back.pk)
    case.refresh_from_db()
    assert case.due_on == touched.due_after == end


def test_the_pages_propose_an_edition_and_a_correction(cast):
    case = builders.accepted(cast)
    code = case.lines.first().control_code
    keeper = browser(cast.reference_admin)
    address = reverse("reference:propose_edition")
    assert "ML1; " in keeper.get(address).content.decode()
    lines = [
        f"{row['code']}; {row['title_uk']}; {row['title_en']}"
        for row in entries()
        if row["code"] != code and not row["code"].startswith(f"{code}.")
    ]
    typed = {"edition": "EU CML 2030", "source": "Постанова № 9",
             "effective_on": f"{clock.today() + timedelta(days=9):%d.%m.%Y}"}  # fmt: skip
    bad = keeper.post(address, typed | {"entries": "ML1; лише назва"})
    assert bad.status_code == 422
    assert "ML1; лише назва" in bad.content.decode()
    sent = keeper.post(address, typed | {"entries": "\n".join(lines)})
    assert sent.status_code == 302
    page = browser(cast.head).get(sent["Location"]).content.decode()
    assert str(case.number).replace("-", "\u2011") in page or str(case.number) in page
    day = CalendarDay.objects.last()
    row = keeper.get(reverse("reference:row", args=["days", day.pk])).content.decode()
    assert f"?day={day.pk}" in row
    form = keeper.get(reverse("reference:propose_days"), {"day": str(day.pk)}).content.decode()
    assert f"{day.date:%d.%m.%Y}; {day.kind}" in form
    assert keeper.get(reverse("reference:propose_days"), {"day": "x"}).status_code == 200
