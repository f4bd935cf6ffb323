"""The order in which ready cases are proposed for an agenda: urgent ones first, then by term."""

from django.urls import reverse

from commission.models import Urgency
from commission.selectors.sitting_page import cases_ready
from core.audit.models import Event
from core.base import clock
from demo.cast import Cast
from tests import builders
from tests.commission.conftest import THURSDAY
from tests.commission.test_pages import as_
from tests.commission_builders import ready

WHY = "Гарантія спливає."


def test_an_urgent_case_is_proposed_before_older_ones(cast: Cast) -> None:
    first, second = ready(cast), ready(cast)
    case = builders.accepted(cast)
    page = reverse("cases_opinions:ready", args=[case.ref])
    sent = as_(cast.officer).post(page, {"version": case.version, "urgent": WHY})
    assert sent.status_code == 302
    rows = list(cases_ready(cast.secretary))
    assert [row.pk for row in rows] == [case.pk, first.pk, second.pk]
    assert [row.urgent for row in rows] == [WHY, None, None]
    assert WHY in as_(cast.secretary).get(reverse("sittings:list")).content.decode()
    assert Event.objects.filter(verb="case.urgent", subject=case.subject).count() == 1


def test_a_case_marked_ready_without_a_reason_waits_for_its_turn(cast: Cast) -> None:
    with clock.at(THURSDAY):
        case = ready(cast)
    assert not Urgency.objects.exists()
    assert [row.pk for row in cases_ready(cast.secretary)] == [case.pk]
