"""Changing the rules takes two people, whatever they try; the effect is told before it is real."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from core.accounts.services import save_preferences
from core.audit.models import Event
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications.models import Message
from core.reference import changing, selectors
from core.reference.models import (
    CalendarDay,
    ChangeKind,
    ChangeState,
    Destination,
    ReferenceChange,
    RefusalGround,
    Term,
)
from core.reference.services import load_reference
from demo.cast import Cast
from licensing.selectors.reference.effect import effect_of
from licensing.services.reference import confirm_change, reject_change
from tests import builders, rule_builders

TOMORROW = timedelta(days=1)


def confirmed(change: ReferenceChange, cast: Cast) -> ReferenceChange:
    return confirm_change(actor=cast.head, change_id=change.pk)


@pytest.mark.django_db
def test_the_old_row_ends_where_the_new_one_begins(cast: Cast) -> None:
    change = confirmed(rule_builders.closing(cast, "DK"), cast)
    new, old = Destination.objects.filter(country="DK").order_by("-valid_from")
    assert old.valid_until == change.effective_on - TOMORROW
    assert (new.valid_from, new.tier, new.source) == (change.effective_on, "closed", change.source)
    today, later = (selectors.destination("DK", day) for day in (clock.today(), new.valid_from))
    assert (today and today.embargo, later and later.embargo) == (False, True)
    verbs = Event.objects.filter(subject="reference:destination:DK").order_by("pk")
    assert list(verbs.values_list("verb", "actor_id")) == [
        ("reference.proposed", cast.reference_admin.pk),
        ("reference.confirmed", cast.head.pk),
    ]
    told = Message.objects.filter(kind__startswith="reference.")
    assert {one.recipient_id for one in told} == {cast.head.pk, cast.reference_admin.pk}


@pytest.mark.django_db
def test_nobody_answers_a_proposal_of_their_own(cast: Cast) -> None:
    change = rule_builders.closing(cast, "DK")
    for answer in (
        lambda: confirm_change(actor=cast.reference_admin, change_id=change.pk),
        lambda: reject_change(actor=cast.reference_admin, change_id=change.pk, reason="x"),
        lambda: changing.withdraw(actor=cast.head, change_id=change.pk),
        lambda: confirm_change(actor=cast.officer, change_id=change.pk),
    ):
        with pytest.raises(NotAllowed):
            answer()
    assert Destination.objects.filter(country="DK").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reference_referencechange SET state='confirmed', answered_by_id=proposed_by_id,"
        " answered_at=now()",
        "UPDATE reference_referencechange SET state='confirmed', answered_at=now()",
        "UPDATE reference_referencechange SET payload='{}'",
        "UPDATE reference_referencechange SET proposed_by_id=(SELECT id FROM accounts_user"
        " WHERE id <> proposed_by_id LIMIT 1)",
        "DELETE FROM reference_referencechange",
        "UPDATE reference_referencechange SET state='rejected', answered_at=now(),"
        " answered_by_id=(SELECT id FROM accounts_user WHERE id <> proposed_by_id LIMIT 1)",
    ],
)
def test_the_database_refuses_what_goes_around_the_service(cast: Cast, statement: str) -> None:
    rule_builders.closing(cast, "DK")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("days_later", [0, 1, 400])
def test_two_policies_never_cover_one_day(cast: Cast, days_later: int) -> None:
    row = Destination.objects.get(country="DK")
    row.pk = uuid4()
    row._state.adding = True
    row.valid_from += timedelta(days=days_later)
    with pytest.raises(IntegrityError, match="destination_on"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.django_db
def test_what_was_answered_stays_answered(cast: Cast) -> None:
    change = rule_builders.closing(cast, "DK")
    with pytest.raises(InvalidInput):
        reject_change(actor=cast.head, change_id=change.pk, reason="  ")
    reject_change(actor=cast.head, change_id=change.pk, reason="Немає підстави")
    with pytest.raises(Conflict):
        confirmed(change, cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReferenceChange.objects.update(answer="інше")


@pytest.mark.django_db
def test_a_proposal_overtaken_by_another_is_stale(cast: Cast) -> None:
    late = rule_builders.closing(cast, "DK", effective_on=clock.today() + timedelta(days=9))
    confirmed(rule_builders.closing(cast, "DK"), cast)
    with pytest.raises(Conflict, match=r".") as refused:
        confirmed(late, cast)
    assert refused.value.code == "stale_change"
    assert Destination.objects.filter(country="DK").count() == 2


def test_two_confirmers_at_once_write_one_row(committed_db: None) -> None:
    from demo.cast import build_cast

    cast = build_cast()
    change = rule_builders.closing(cast, "DK")
    start = Barrier(2)

    def answer() -> bool:
        start.wait(10)
        try:
            confirm_change(actor=cast.head, change_id=change.pk)
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        results = [future.result() for future in [pool.submit(answer) for _ in range(2)]]
    assert sorted(results) == [False, True]
    assert Destination.objects.filter(country="DK").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"effective_on": date(2020, 1, 1)}, "effective_on"),
        ({"effective_on": date(2017, 1, 1), "past_reason": "Лист"}, "effective_on"),
        ({"source": " "}, "source"),
        ({"says": {"tier": "friendly"}}, "tier"),
        ({"says": {"tier": "partner"}}, None),
    ],
)
def test_what_no_rule_can_be_is_refused_when_proposed(cast: Cast, more: dict, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        rule_builders.closing(cast, "DK", **more)
    assert refused.value.field == field
    assert not ReferenceChange.objects.exists()


@pytest.mark.django_db
def test_the_effect_names_exactly_the_open_cases_with_the_country(cast: Cast) -> None:
    touched = builders.accepted(cast)
    builders.filled(cast)
    country = touched.destination
    change = rule_builders.closing(cast, country)
    effect = effect_of(change)
    assert [(one.case.pk, one.after) for one in effect.touched] == [(touched.pk, "block")]
    assert effect.counts["block"] == 1
    client, address = Client(), reverse("reference:change", args=[change.pk])
    for person, number_shown in ((cast.head, True), (cast.reference_admin, False)):
        client.force_login(person)
        assert ((touched.number or "-") in client.get(address).content.decode()) is number_shown
    elsewhere = effect_of(rule_builders.closing(cast, "JP"))
    assert (elsewhere.looked_at, elsewhere.touched) == (0, ())


@pytest.mark.django_db
def test_a_day_off_at_the_end_of_a_term_moves_it_once_confirmed(cast: Cast) -> None:
    case = builders.accepted(cast)
    assert case.due_on is not None
    day = {"date": case.due_on.isoformat(), "kind": "day_off", "reason_uk": "В", "reason_en": "O"}
    key = str(case.due_on.year)
    change = rule_builders.proposed(
        cast.reference_admin,
        ChangeKind.CALENDAR,
        key,
        {"days": [day]},
        effective_on=case.due_on,
    )
    (row,) = effect_of(change).touched
    assert (row.case.pk, row.due_before) == (case.pk, case.due_on)
    assert builders.fresh(case).due_on == case.due_on
    confirmed(change, cast)
    assert builders.fresh(case).due_on == row.due_after
    assert row.due_after is not None
    assert row.due_after > case.due_on
    assert Event.objects.filter(verb="case.term_moved", subject=case.subject).exists()


@pytest.mark.django_db
def test_a_running_term_keeps_its_length(cast: Cast) -> None:
    running, waiting = builders.accepted(cast), builders.submitted(cast)
    change = rule_builders.proposed(cast.reference_admin, ChangeKind.TERM, "military", {"days": 20})
    assert [one.case.pk for one in effect_of(change).touched] == [waiting.pk]
    confirmed(change, cast)
    assert builders.fresh(running).term_days == 45
    assert Term.objects.get(track="military", valid_until=None).days == 20


@pytest.mark.django_db
def test_grounds_and_fees_change_by_date_and_loading_leaves_them(cast: Cast) -> None:
    words = {"title_uk": "А", "title_en": "B", "reference_uk": "В", "reference_en": "G"}
    says = {"fee": "3400.00", "months": 12, "appeal_days": 30}
    admin = cast.reference_admin
    ground = rule_builders.proposed(admin, ChangeKind.GROUND, "EU-7", words)
    fee = rule_builders.proposed(admin, ChangeKind.FEE, "permit/one_time/goods", says)
    for change in (ground, fee):
        confirmed(change, cast)
    load_reference()
    old, new = RefusalGround.objects.filter(code="EU-7").order_by("valid_from")
    assert (new.title_en, new.criterion_id, new.position) == ("B", old.criterion_id, old.position)
    assert selectors.refusal_grounds().get(code="EU-7").pk == old.pk
    form = selectors.procedure("permit", "one_time", "goods", fee.effective_on)
    assert form is not None
    assert (str(form.fee), bool(form.papers)) == ("3400.00", True)


@pytest.mark.django_db
def test_a_treaty_bar_is_absolute(cast: Cast) -> None:
    from licensing import snapshot
    from licensing.checks import check_destination

    case = builders.submitted(cast)
    says = {"embargo": False, "treaty_bar": True}
    confirmed(rule_builders.closing(cast, case.destination, says=says), cast)
    result = check_destination(snapshot.read(case.declared.text), clock.today() + TOMORROW)
    assert (result.outcome, result.absolute) == ("block", True)
    assert result.reasons[0].code == "destination.treaty"


@pytest.mark.django_db
def test_the_year_without_days_is_told_and_offered(cast: Cast) -> None:
    empty = selectors.next_empty_year(clock.today())
    feasts = {day.date: day.reason_en for day in selectors.usual_holidays(2028)}
    assert (feasts[date(2028, 4, 16)], feasts[date(2028, 6, 4)]) == ("Easter", "Trinity Sunday")
    assert selectors.calendar_gap(date(empty - 1, 3, 1)) is None
    assert selectors.calendar_gap(date(empty - 1, 12, 1)) == empty
    client = Client()
    client.force_login(cast.reference_admin)
    address = reverse("reference:propose_days")
    offered = client.get(address).context["form"].initial["days"]
    broken = client.post(address, {"days": offered + "\n31.02.2028; holiday; А; B", "source": "З"})
    assert (broken.status_code, "31.02.2028" in broken.content.decode()) == (422, True)
    sent = client.post(address, {"days": offered, "source": "Лист № 8"})
    change = ReferenceChange.objects.get()
    assert sent.url == reverse("reference:change", args=[change.pk])
    assert client.get(sent.url).status_code == 200
    confirmed(change, cast)
    assert CalendarDay.objects.filter(date__year=empty).count() == len(offered.splitlines())
    assert change.state == ChangeState.PROPOSED


@pytest.mark.django_db
def test_a_table_is_read_as_of_a_day_in_constant_queries(
    cast: Cast, django_assert_max_num_queries
) -> None:
    client = Client()
    client.force_login(cast.officer)
    address = reverse("reference:rows", args=["destinations"])
    with django_assert_max_num_queries(12):
        page = client.get(address)
    assert len(page.context["page"].rows) == 50
    beyond = client.get(address + page.context["older"]).context["page"].rows
    assert {one.row.pk for one in beyond}.isdisjoint(
        one.row.pk for one in page.context["page"].rows
    )
    then = client.get(address, {"on": "01.06.2021", "q": "рос"}).context["page"].rows
    assert [one.row.tier for one in then if one.row.country == "RU"] == ["sensitive"]
    assert client.get(address, {"on": "31.02.2021"}).status_code == 422


@pytest.mark.django_db
def test_the_act_behind_a_rule_is_told_in_the_reader_s_language(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.officer)
    address = reverse("reference:rows", args=["terms"])
    assert "Постанова КМУ № 6 від 07.01.2026" in client.get(address).content.decode()
    assert client.get(address, {"q": "постанова кму № 6"}).context["page"].total
    save_preferences(actor=cast.officer, language="en", theme="system")
    page = client.get(address).content.decode()
    assert "Cabinet Res. 6 of 07.01.2026" in page
    assert "Постанова" not in page
