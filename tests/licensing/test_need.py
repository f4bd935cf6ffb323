"""Surplus is held when a case is ready and never spent twice."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from core.audit.models import Event
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications.models import Message
from core.notifications.texts import Kind
from demo.cast import Cast, build_cast
from licensing import snapshot
from licensing.checks.foreign_components import check_foreign_components
from licensing.checks.national_need import check_national_need
from licensing.checks.run import read_run
from licensing.models import Application, ClaimState, LicenceState, StopOrder, SurplusClaim
from licensing.selectors.need.arithmetic import arithmetic
from licensing.services import case as cases
from licensing.services import checking, deciding, need
from licensing.services.deciding import LineDecision
from licensing.snapshot import ComponentSnapshot
from manufacturers.models import ProductionLine
from tests import builders
from tests.core.documents import corpus
from tests.licensing import surplus
from tests.licensing.surplus import heard
from tests.licensing.test_concurrency import at_once
from tests.manufacturers import goods


def ready(cast: Cast, case: Application) -> Application:
    return cases.mark_ready(actor=cast.officer, application_id=case.pk, version=case.version)


def left(line: ProductionLine) -> Decimal:
    figures = arithmetic(line, clock.today())
    assert figures is not None
    return figures.surplus


def found(case: Application, check: str = "national_need") -> list[str]:
    run = builders.fresh(case).latest_checks
    assert run is not None
    return [r.code for one in read_run(run).results if one.code == check for r in one.reasons]


def decided(cast: Cast, case: Application, line: LineDecision) -> None:
    deciding.decide(
        actor=cast.head,
        application_id=case.pk,
        version=builders.version(case.pk),
        lines=[line],
        valid_until=date(2027, 6, 1),
    )


def test_reserved_on_ready_licensed_on_issue(cast: Cast) -> None:
    line = surplus.a_counted_line(cast)
    case = heard(cast, ready(cast, surplus.accepted(cast, line)))
    claim = SurplusClaim.objects.get(application=case)
    assert (claim.state, claim.quantity, left(line)) == (ClaimState.RESERVED, 24, 36)
    decided(cast, case, LineDecision(1, "approved"))
    claim.refresh_from_db()
    assert claim.state == ClaimState.LICENSED
    assert claim.licence == case.licences.get()
    assert left(line) == 36
    verbs = Event.objects.filter(subject=case.subject, verb__startswith="surplus.")
    assert sorted(verbs.values_list("verb", flat=True)) == ["surplus.licensed", "surplus.reserved"]


def test_a_conclusion_on_negotiations_spends_nothing(cast: Cast, client) -> None:
    line = surplus.a_counted_line(cast)
    case = surplus.talks(cast, line, quantity=1000)
    assert found(case) == ["need.talks"]
    client.force_login(cast.officer)
    [one] = client.get(f"/cases/{case.number}/need/").context["needs"]
    assert (one.spends, one.after, one.is_short) == (False, 60, False)
    case = heard(cast, ready(cast, case))
    decided(cast, case, LineDecision(1, "approved"))
    assert case.licences.exists()
    assert not SurplusClaim.objects.exists()
    assert left(line) == 60


def test_what_would_stop_the_goods_is_pointed_at_in_negotiations(cast: Cast) -> None:
    line = surplus.a_counted_line(cast)
    surplus.stated(cast, line, kind="objection")
    case = surplus.talks(cast, line)
    assert found(case) == ["need.objection"]
    assert ready(cast, case).status == "ready"


def test_a_cap_gives_the_rest_back(cast: Cast) -> None:
    line = surplus.a_counted_line(cast)
    decided(cast, heard(cast, ready(cast, surplus.accepted(cast, line))), builders.cap(1, 10))
    assert left(line) == 50


def test_a_refusal_and_a_withdrawal_give_everything_back(cast: Cast) -> None:
    line = surplus.a_counted_line(cast)
    decided(cast, heard(cast, ready(cast, surplus.accepted(cast, line))), builders.refuse(1))
    assert left(line) == 60
    case = ready(cast, surplus.accepted(cast, line))
    assert left(line) == 36
    cases.withdraw(actor=cast.signatory, application_id=case.pk, version=case.version)
    assert left(line) == 60


def test_more_than_the_surplus_blocks(cast: Cast) -> None:
    line = surplus.a_counted_line(cast)
    surplus.stated(cast, line, further_need=Decimal(40))
    case = surplus.accepted(cast, line)
    assert found(case) == ["need.short"]
    with pytest.raises(Conflict):
        ready(cast, case)


def test_need_that_grew_stops_the_issue(cast: Cast) -> None:
    line = surplus.a_counted_line(cast)
    case = heard(cast, ready(cast, surplus.accepted(cast, line)))
    surplus.stated(cast, line, further_need=Decimal(50))
    with pytest.raises(Conflict):
        decided(cast, case, LineDecision(1, "approved"))
    assert not case.licences.exists()


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({}, ["need.clear"]),
        ({"kind": "objection"}, ["need.objection"]),
        ({"kind": "cap", "cap": Decimal(24)}, ["need.clear"]),
        ({"kind": "cap", "cap": Decimal(23)}, ["need.over_cap"]),
        ({"kind": "later", "not_before": date(2027, 2, 1)}, ["need.later"]),
        ({"valid_until": date(2026, 11, 3)}, ["need.no_statement"]),
    ],
)
def test_what_the_ministry_says_counts(cast: Cast, said, reasons) -> None:
    line = surplus.a_counted_line(cast)
    surplus.stated(cast, line, **said)
    assert found(surplus.accepted(cast, line)) == reasons


def test_goods_without_a_line_are_pointed_at_and_other_units_block(cast: Cast) -> None:
    assert found(builders.accepted(cast)) == ["need.not_counted"]
    line = surplus.a_counted_line(cast)
    content = snapshot.freeze(builders.filled(cast, lines=surplus.goods_of(line)))
    other = replace(content, lines=(replace(content.lines[0], unit="set"),))
    reasons = check_national_need(other, clock.today()).reasons
    assert [one.code for one in reasons] == ["need.other_line"]


def test_a_line_without_capacity_blocks(cast: Cast) -> None:
    line = goods.a_line(cast, name=surplus.LINE)
    assert found(surplus.accepted(cast, line)) == ["need.no_capacity"]


def test_only_officers_and_the_ministry_enter_statements(cast: Cast) -> None:
    line = surplus.a_counted_line(cast)
    data = need.StatementData("none", "1", date(2026, 11, 2), date(2027, 1, 1))
    for person in (cast.preparer, cast.head, cast.auditor, cast.secretary):
        with pytest.raises(NotAllowed):
            need.enter_statement(actor=person, line_id=line.pk, data=data)
    surplus.stated(cast, line)
    for bad in ({"kind": "cap"}, {"cap": Decimal(1)}, {"valid_until": date(2026, 1, 1)}, {}):
        with pytest.raises(InvalidInput):
            surplus.stated(cast, line, **bad)


def test_a_stop_order_suspends_the_permits_of_the_line(cast: Cast) -> None:
    line = surplus.a_counted_line(cast)
    case = heard(cast, ready(cast, surplus.accepted(cast, line)))
    decided(cast, case, LineDecision(1, "approved"))
    waiting = surplus.accepted(cast, line, 5)
    stop = {"line_id": line.pk, "reason": "Потреба фронту.", "review_on": date(2027, 1, 10)}
    with pytest.raises(NotAllowed):
        need.stop(actor=cast.officer, ground="EU-7", **stop)
    order = need.stop(actor=cast.head, ground="EU-7", **stop)
    assert case.licences.get().state == LicenceState.SUSPENDED
    with pytest.raises(Conflict):
        ready(cast, waiting)
    with pytest.raises(Conflict):
        need.stop(actor=cast.head, ground="EU-7", **stop)
    need.lift(actor=cast.head, order_id=order.pk)
    checking.run_again(actor=cast.officer, application_id=waiting.pk)
    assert ready(cast, builders.fresh(waiting)).status == "ready"
    assert StopOrder.objects.get().lifted_by == cast.head


def test_a_stop_order_tells_holder_and_customs_of_every_permit(cast: Cast) -> None:
    line = surplus.a_counted_line(cast)
    stopped = []
    for _ in range(2):
        case = heard(cast, ready(cast, surplus.accepted(cast, line, 2)))
        decided(cast, case, LineDecision(1, "approved"))
        stopped.append(case.licences.get())
    other = builders.decided(cast).licence
    need.stop(
        actor=cast.head,
        line_id=line.pk,
        ground="EU-7",
        reason="Потреба фронту.",
        review_on=date(2027, 1, 10),
    )
    told = Message.objects.filter(kind=Kind.LICENCE_SUSPENDED)
    for person in (cast.preparer, cast.signatory, cast.customs):
        links = told.filter(recipient=person).values_list("link", flat=True)
        assert sorted(links) == sorted(f"/licences/{one.number}/" for one in stopped), person
    assert not told.filter(recipient=cast.foreign_signatory).exists()
    other.refresh_from_db()
    assert other.state == LicenceState.VALID


def test_the_page_shows_the_arithmetic_with_its_sources(cast: Cast, client) -> None:
    line = surplus.a_counted_line(cast)
    surplus.stated(cast, line, kind="cap", cap=Decimal(30), further_need=Decimal(12))
    case = surplus.accepted(cast, line)
    other = ready(cast, surplus.accepted(cast, line, 6))
    client.force_login(cast.officer)
    page = client.get(f"/cases/{case.number}/need/").content.decode()
    for number in (">100<", ">40<", ">12<", ">48<", ">6<", ">24<", ">18<"):
        assert number in page
    assert f"/cases/{other.number}/" in page
    assert line.name in page
    assert "220/11" in page


def test_a_bad_statement_is_shown_again_with_what_was_typed(cast: Cast, client) -> None:
    line = surplus.a_counted_line(cast)
    client.force_login(cast.officer)
    url = f"/statements/lines/{line.pk}/new/"
    typed = {"kind": "cap", "number": "7/1", "dated": "02.11.2026", "valid_until": "31.12.2026"}
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "7/1" in refused.content.decode()
    paper = SimpleUploadedFile("paper.pdf", corpus.plain_pdf())
    assert client.post(url, typed | {"cap": "30", "upload": paper}).status_code == 302
    assert line.statements.get().cap == 30


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE licensing_surplusclaim SET quantity = quantity + 1",
        "DELETE FROM licensing_surplusclaim",
        "UPDATE licensing_surplusclaim SET year = 2027",
        """INSERT INTO licensing_surplusclaim (id, created_at, line_id, year, application_id,
               position, quantity, state, counted_on)
           SELECT gen_random_uuid(), now(), line_id, year, application_id, 2, 36.001, 'reserved',
               counted_on FROM licensing_surplusclaim""",
    ],
)
def test_the_database_refuses_to_overspend(cast: Cast, attack: str) -> None:
    ready(cast, surplus.accepted(cast, surplus.a_counted_line(cast)))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_a_released_claim_never_comes_back(cast: Cast) -> None:
    case = ready(cast, surplus.accepted(cast, surplus.a_counted_line(cast)))
    cases.withdraw(actor=cast.signatory, application_id=case.pk, version=case.version)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE licensing_surplusclaim SET state = 'reserved'")


@pytest.mark.slow
def test_cases_made_ready_at_once_never_overspend(committed_db) -> None:
    with clock.at(builders.kyiv(2026, 11, 10)):
        cast = build_cast()
        line = surplus.a_counted_line(cast, capacity=100, ordered=40)
        waiting = [surplus.accepted(cast, line) for _ in range(4)]
        ends = at_once(*(lambda one=one: ready(cast, one) for one in waiting))
        assert sum(isinstance(end, Conflict) for end in ends) == 2
        assert left(line) == 12


@pytest.mark.slow
def test_raw_claims_at_once_never_overspend(committed_db) -> None:
    with clock.at(builders.kyiv(2026, 11, 10)):
        cast = build_cast()
        line = surplus.a_counted_line(cast, capacity=100, ordered=40)
        case = surplus.accepted(cast, line)

        def claim(position: int) -> object:
            try:
                return SurplusClaim.objects.create(
                    line=line, year=2026, application=case, position=position,
                    quantity=Decimal(24), counted_on=clock.today(),
                )  # fmt: skip
            except DatabaseError as refused:
                return refused

        ends = at_once(*(lambda n=n: claim(n) for n in range(1, 6)))
        assert sum(isinstance(end, DatabaseError) for end in ends) == 3
        assert left(line) == 12


PART = ComponentSnapshot(
    id="1", name="TM-640", country="DE", supplier="Waldblick", needs_consent=True,
    consent_no="RC-1", consent_issued_on=date(2026, 3, 1), consent_valid_until=date(2027, 3, 1),
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "components.clear"),
        ({"needs_consent": False, "consent_no": ""}, "components.none"),
        ({"consent_no": ""}, "components.no_consent"),
        ({"consent_issued_on": date(2026, 12, 1)}, "components.not_yet"),
        ({"consent_valid_until": date(2026, 11, 9)}, "components.ended"),
        ({"consent_valid_until": date(2026, 11, 10)}, "components.ends_soon"),
        ({"consent_valid_until": None}, "components.clear"),
    ],
)
def test_consents_of_suppliers(cast: Cast, changes, reason: str) -> None:
    content = snapshot.freeze(builders.filled(cast))
    line = replace(content.lines[0], components=(replace(PART, **changes),))
    content = replace(content, lines=(line,))
    result = check_foreign_components(content, date(2026, 11, 10))
    assert [one.code for one in result.reasons] == [reason]


def test_the_end_user_is_known_from_other_cases(cast: Cast, client) -> None:
    client.force_login(cast.officer)
    line = surplus.a_counted_line(cast)
    case = surplus.accepted(cast, line)
    alone = client.get(f"/cases/{case.number}/parties/").content.decode()
    decided(cast, heard(cast, ready(cast, case)), builders.cap(1, 10))
    other = surplus.accepted(cast, line)
    decided(cast, heard(cast, ready(cast, other)), builders.refuse(1))
    third = surplus.accepted(cast, line, 5)
    page = client.get(f"/cases/{third.number}/parties/").content.decode()
    assert "<b>2</b>" in page
    assert "<b>10</b>" in page
    assert "<b>1</b>" in page
    assert f"/cases/{case.number}/" in page
    assert f"/cases/{other.number}/" in page
    assert other.number not in alone
