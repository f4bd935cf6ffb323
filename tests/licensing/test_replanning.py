"""The calendar changes: every running term moves as the preview said, and none slips through."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from threading import Event

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.accounts.models import User
from core.base import clock
from core.notifications import reminders
from core.notifications.models import Deadline, Message
from core.reference.models import ChangeKind, ReferenceChange
from core.reference.selectors import working_calendar
from core.ui import formats
from demo.cast import Cast, build_cast
from licensing import terms
from licensing.models import Application, MovedTerm
from licensing.selectors.reference.effect import effect_of
from licensing.services import case as cases
from licensing.services.reference import confirm_change, reject_change
from tests import builders, rule_builders


def day_off(cast: Cast, day: date) -> ReferenceChange:
    """Propose that nobody works on a day."""
    says = {"date": day.isoformat(), "kind": "day_off", "reason_uk": "В", "reason_en": "O"}
    return rule_builders.proposed(
        cast.reference_admin, ChangeKind.CALENDAR, str(day.year), {"days": [says]}, effective_on=day
    )


def owed(case: Application) -> Deadline:
    return Deadline.objects.get(kind="decision_term", subject=case.subject, met_at=None)


@pytest.mark.django_db
def test_what_the_preview_said_is_what_moves(cast: Cast) -> None:
    first, second = builders.accepted(cast), builders.accepted(cast)
    waiting, paused = builders.submitted(cast), builders.questioned(cast).application
    change = day_off(cast, first.due_on)
    foreseen = {one.case.pk: (one.due_before, one.due_after) for one in effect_of(change).touched}
    before = {case.pk: builders.fresh(case).due_on for case in (first, second, paused, waiting)}
    assert {first.pk, second.pk} <= set(foreseen)
    confirm_change(actor=cast.head, change_id=change.pk)
    after = {pk: Application.objects.get(pk=pk).due_on for pk in before}
    moved = {pk: (before[pk], after[pk]) for pk in before if before[pk] != after[pk]}
    assert moved == foreseen
    for case in (first, second):
        assert owed(case).due_on == after[case.pk]
        assert working_calendar().is_working(after[case.pk])


@pytest.mark.django_db
def test_the_new_day_is_announced_and_the_old_one_is_not(cast: Cast) -> None:
    case = builders.accepted(cast)
    old = case.due_on
    confirm_change(actor=cast.head, change_id=day_off(cast, old).pk)
    new = builders.fresh(case).due_on
    told = Message.objects.filter(kind="reminder.decision_term", recipient=cast.officer)
    with clock.at(builders.kyiv(new.year, new.month, new.day)):
        reminders.run()
        reminders.run()
    assert [message.params["due_on"] for message in told] == [new.isoformat()]


@pytest.mark.django_db
def test_each_reader_is_told_why_in_her_own_language(cast: Cast) -> None:
    """The reason is written while another person acts, in hers."""
    case = builders.accepted(cast)
    with translation.override("uk"):
        confirm_change(actor=cast.head, change_id=day_off(cast, case.due_on).pk)
    for language, words in (("uk", "Змінився календар"), ("en", "The calendar changed")):
        client = Client(headers={"Accept-Language": language})
        User.objects.filter(pk=cast.officer.pk).update(language=language)
        client.force_login(cast.officer)
        assert words in client.get("/deadlines/").content.decode()


@pytest.mark.django_db
def test_a_rejected_change_moves_nothing(cast: Cast) -> None:
    case = builders.accepted(cast)
    change = day_off(cast, case.due_on)
    reject_change(actor=cast.head, change_id=change.pk, reason="Ні")
    assert owed(case).due_on == builders.fresh(case).due_on == case.due_on


def test_a_case_accepted_in_the_same_moment_moves_too(committed_db: None) -> None:
    """It reads the old calendar and is not yet seen as running: the change has to wait for it."""
    cast = build_cast()
    known, case = builders.accepted(cast), builders.submitted(cast)
    change = day_off(cast, known.due_on)
    with confirmed_meanwhile(change, cast):
        cases.accept(actor=cast.officer, application_id=case.pk, version=case.version)
    case = builders.fresh(case)
    assert case.due_on == owed(case).due_on == builders.fresh(known).due_on
    assert case.due_on >= known.due_on + timedelta(days=1)


@contextmanager
def confirmed_meanwhile(change: ReferenceChange, cast: Cast) -> Iterator[None]:
    """Do the block, and before it is committed let another person confirm a change."""
    held = Event()

    def confirm() -> None:
        try:
            held.wait(10)
            confirm_change(actor=cast.head, change_id=change.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(confirm)
        with transaction.atomic():
            yield
            held.set()
            while not answer.done() and not somebody_waits():
                pass
        answer.result(30)


def somebody_waits() -> bool:
    """Look at the locks of this database: what others do there is told once a transaction only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON database = pg_database.oid "
            "WHERE NOT granted AND datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


def test_a_round_that_begins_by_an_appeal_in_the_same_moment_moves_too(committed_db: None) -> None:
    """A decided case is nowhere among the open ones that a change looks at."""
    cast = build_cast()
    decision = builders.decided(cast, lines=[builders.refuse(1), builders.refuse(2)])
    refused = builders.fresh(decision.application)
    rule = terms.rule_for(refused.track, clock.today())
    change = day_off(cast, terms.due_on_acceptance(rule, clock.today()))
    with confirmed_meanwhile(change, cast):
        cases.appeal(
            actor=cast.signatory,
            application_id=refused.pk,
            version=refused.version,
            grounds="Партнер є",
        )
    case = builders.fresh(refused)
    assert case.due_on == owed(case).due_on
    assert working_calendar().is_working(case.due_on)


@pytest.mark.django_db
def test_the_page_of_the_change_lists_what_moved_to_those_who_read_the_cases(cast: Cast) -> None:
    case, other = builders.accepted(cast), builders.accepted(cast)
    change = day_off(cast, case.due_on)
    shown = lambda person: page_of(change, person)  # noqa: E731
    assert "голосування у письмовій формі" in shown(cast.head)
    confirm_change(actor=cast.head, change_id=change.pk)
    moved = MovedTerm.objects.get(change=change, application=case)
    assert (moved.before, moved.after) == (case.due_on, builders.fresh(case).due_on)
    page = shown(cast.head)
    assert "Строки, які перенесла зміна" in page
    assert {case.number in page, other.number in page} == {True}
    assert formats.day(moved.before) in page
    assert formats.day(moved.after) in page
    assert case.number not in shown(cast.reference_admin), "she reads rules, not cases"
    with pytest.raises(DatabaseError), transaction.atomic():
        MovedTerm.objects.update(after=moved.before)


@pytest.mark.django_db
def test_a_change_that_moves_no_term_lists_none(cast: Cast) -> None:
    change = day_off(cast, date(clock.today().year + 3, 1, 5))
    reject_change(actor=cast.head, change_id=change.pk, reason="Ні")
    assert "Строки, які перенесла зміна" not in page_of(change, cast.head)


def page_of(change: ReferenceChange, person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse("reference:change", args=[change.pk])).content.decode()
