"""An opinion that leaves lines out, and conditions whose term becomes a duty of the permit."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from commission.models import Condition, LineException, OpinionRequest, Verdict
from commission.services import conditions, opinions
from commission.services.lines_excepted import ExceptionDraft
from commission.services.opinions import ConditionDraft
from commission.services.reopening import follow_amendment
from core.base import clock
from core.base.errors import InvalidInput
from core.notifications.models import Deadline
from demo.cast import Cast
from licensing.models import Application, Licence, OwedReport
from licensing.services.deciding import LineDecision, decide
from tests import builders
from tests.commission.conftest import THURSDAY
from tests.commission.test_pages import as_, opinion_form, url
from tests.commission.test_reopening import amended
from tests.commission_builders import (
    asked,
    closed,
    frozen,
    open_vote,
    opened,
    placed,
    ready,
    supported,
)

NOT_THE_SECOND = ExceptionDraft(2, "Потреба Сил оборони.")
APRIL = date(2027, 4, 1)
DATED = ConditionDraft("Підтвердити доставку.", "Confirm delivery.", due_on=APRIL)
COUNTED = ConditionDraft("Повідомити про залишок.", "Report the rest.", due_days=30)
WORDED = ConditionDraft("Не передавати далі.", "Do not pass on.")


def test_a_department_agrees_but_for_one_line(cast: Cast) -> None:
    case = builders.accepted(cast)
    opinion = supported(cast.adviser_mod, asked(cast, case), exceptions=[NOT_THE_SECOND])
    assert json.loads(opinion.text)["exceptions"] == [{"line": 2, "reason": NOT_THE_SECOND.reason}]
    kept = LineException.objects.get()
    assert (kept.line, kept.reason) == (2, NOT_THE_SECOND.reason)
    for statement in ("UPDATE commission_lineexception SET line = 1",
                      "DELETE FROM commission_lineexception"):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


WRONG = {
    "a line that is not declared": ([ExceptionDraft(9, "Ні.")], Verdict.SUPPORT, "verdict"),
    "a line twice": ([NOT_THE_SECOND] * 2, Verdict.SUPPORT, "verdict"),
    "no reason": ([ExceptionDraft(1, " ")], Verdict.SUPPORT, "exception_1"),
    "all lines": ([ExceptionDraft(1, "Ні."), NOT_THE_SECOND], Verdict.SUPPORT, "verdict"),
    "opposing anyway": ([NOT_THE_SECOND], Verdict.OPPOSE, "verdict"),
}


@pytest.mark.parametrize(("rows", "verdict", "field"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_exception_is_refused_at_its_field(cast: Cast, rows, verdict, field) -> None:
    request = asked(cast, builders.accepted(cast))
    with pytest.raises(InvalidInput) as refusal:
        opinions.give_opinion(
            actor=cast.adviser_mod,
            request_id=request.pk,
            verdict=verdict,
            summary="Заперечень немає.",
            findings=[opinions.FindingDraft("7", "attention", "Ризик.")],
            exceptions=rows,
        )
    assert refusal.value.field == field


def test_the_adviser_names_the_line_on_the_page(cast: Cast) -> None:
    case = builders.accepted(cast)
    page = reverse("opinions:detail", args=[asked(cast, case).pk])
    client = as_(cast.adviser_mod)
    both = {f"exception_{line}": "Потреба Сил оборони." for line in (1, 2)}
    refused = client.post(page, opinion_form(**both))
    assert refused.status_code == 422
    assert refused.content.decode().count("Потреба Сил оборони.") == 2
    assert client.post(page, opinion_form(exception_2="Потреба Сил оборони.")).status_code == 302
    assert LineException.objects.get().line == 2
    read = as_(cast.officer).get(reverse("cases_opinions:list", args=[case.ref]))
    assert "Потреба Сил оборони." in read.content.decode()


def test_whoever_freezes_the_text_and_who_votes_sees_the_exception(cast: Cast) -> None:
    item = opened(cast, placed(cast, exceptions=[NOT_THE_SECOND]))
    page = as_(cast.secretary).get(url("question", item)).content.decode()
    assert page.index("Потреба Сил оборони.") > page.index('name="advice_1"')
    papers = as_(cast.member_fin).get(url("papers", item)).content.decode()
    assert "Потреба Сил оборони." in papers


def test_an_exception_stands_while_the_lines_do(cast: Cast) -> None:
    """An amendment of the contract leaves the opinion as it is, with its exceptions."""
    case = builders.accepted(cast)
    supported(cast.adviser_mod, asked(cast, case), exceptions=[NOT_THE_SECOND])
    case = amended(cast, case, contract_no="23/С")
    follow_amendment(application_id=case.pk)
    standing = OpinionRequest.objects.get(revision=case.declared)
    assert [row.line for row in standing.opinion.exceptions.all()] == [2]


TERMS = {
    "a day and a number": (ConditionDraft("Так.", due_on=APRIL, due_days=3), "due_on_1"),
    "a day gone by": (ConditionDraft("Так.", due_on=date(2026, 1, 5)), "due_on_1"),
    "no days": (ConditionDraft("Так.", due_days=0), "due_on_1"),
}


@pytest.mark.parametrize(("draft", "field"), TERMS.values(), ids=TERMS.keys())
def test_a_wrong_term_is_refused_at_its_field(cast: Cast, draft, field: str) -> None:
    request = asked(cast, builders.accepted(cast))
    with pytest.raises(InvalidInput) as refusal:
        supported(cast.adviser_mod, request, [draft])
    assert refusal.value.field == field
    assert not Condition.objects.exists()


def issued(cast: Cast, application: Application) -> Licence:
    """Return the permit on a considered case: everything granted, for half a year."""
    decide(
        actor=cast.head,
        application_id=application.pk,
        version=builders.version(application.pk),
        lines=[LineDecision(position=line, outcome="approved") for line in (1, 2)],
        valid_until=clock.today() + timedelta(days=180),
    )
    return Licence.objects.get(application=application)


def test_conditions_arrive_on_the_permit_and_become_duties_by_their_day(cast: Cast) -> None:
    item = opened(cast, placed(cast, conditions=[DATED, COUNTED, WORDED]))
    closed(cast, vote=open_vote(cast, frozen(cast, item)))
    permit = issued(cast, item.application)
    printed = json.loads(permit.record_text)["conditions"]
    in_thirty = clock.today() + timedelta(days=30)
    assert [(row["text"]["uk"], row["due_on"]) for row in printed] == [
        (DATED.text_uk, "2027-04-01"),
        (COUNTED.text_uk, in_thirty.isoformat()),
        (WORDED.text_uk, ""),
    ]
    assert printed[0]["term"] == {"uk": "виконати до 01.04.2027", "en": "to be met by 01.04.2027"}
    owed = {row.about: row for row in OwedReport.objects.filter(licence=permit, kind="condition")}
    assert owed["1"].due_on == APRIL
    assert owed["2"].due_on == in_thirty
    assert owed["3"].due_on == permit.valid_until
    for report in owed.values():
        duty = Deadline.objects.get(subject=report.subject)
        assert duty.due_on == report.due_on
        assert cast.preparer in duty.recipients.all()


def test_an_agreed_change_of_the_term_is_the_duty(cast: Cast) -> None:
    item = opened(cast, placed(cast, conditions=[DATED]))
    later = ConditionDraft(DATED.text_uk, DATED.text_en, due_days=200)
    client = as_(cast.secretary)
    page = reverse(
        "sittings:change_condition",
        args=[item.sitting.number, item.position, Condition.objects.get().pk],
    )
    assert "01.04.2027" in client.get(page).content.decode()
    form = {"what": "change", "text_uk": later.text_uk, "text_en": later.text_en, "reason": "МЕ."}
    both = client.post(page, form | {"due_on": "01.04.2027", "due_days": "200"})
    assert both.status_code == 422
    assert client.post(page, form | {"due_days": "200"}).status_code == 302
    change = item.changes.get()
    conditions.answer_change(actor=cast.adviser_mod, change_id=change.pk, is_agreed=True)
    with clock.at(THURSDAY + timedelta(minutes=1)):
        closed(cast, vote=open_vote(cast, frozen(cast, item)))
        permit = issued(cast, item.application)
    owed = OwedReport.objects.get(licence=permit, kind="condition")
    assert owed.due_on == permit.issued_on + timedelta(days=200)


def test_the_item_shows_the_term_of_the_frozen_text(cast: Cast) -> None:
    item = opened(cast, placed(cast, conditions=[DATED]))
    frozen(cast, item)
    assert "01.04.2027" in as_(cast.member_fin).get(url("item", item)).content.decode()


def test_a_case_with_an_exception_still_becomes_ready(cast: Cast) -> None:
    assert ready(cast, exceptions=[NOT_THE_SECOND]).status == "ready"
