"""The demonstration: told once, in order, and nobody sees more in it than in life."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from commission.models import Recusal, Round, Sitting
from core.audit.models import Event
from core.base import clock
from demo.cast import build_cast
from demo.deals import NORWAY
from demo.people import COMPANY, FOREIGN_COMPANY, OFFICIALS, OTHER_FIRMS
from demo.stage import Stage, at
from licensing.models import Application, Decision, DecisionLine, Licence, Refusal
from manufacturers.edrpou import has_right_check_digit

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(db) -> None:
    call_command("seed_demo", verbosity=0, stdout=open("/dev/null", "w"))  # noqa: SIM115


def where(destination: str) -> list[str]:
    cases = Application.objects.filter(destination=destination).order_by("created_at")
    return list(cases.values_list("status", flat=True))


@pytest.mark.slow
def test_the_story_leaves_every_kind_of_work_behind_and_is_told_once(told):
    assert where("NO") == where("HR") == ["decided"]
    assert where("PT") == ["decided", "submitted"]
    assert where("CZ") == ["ready"]
    assert where("EE") == ["on_agenda"]
    assert where("DK") == where("LT") == ["in_review"]
    assert where("ES") == ["draft"]
    assert Application.objects.get(destination="LT").paused_since is not None
    assert Application.objects.get(destination="DK").paused_since is None

    # Legal acts: two authors, two records; a cap is a licence and a refusal of the rest.
    assert Decision.objects.count() == 3
    assert set(Licence.objects.values_list("state", flat=True)) == {"valid", "suspended"}
    assert Refusal.objects.count() == 2
    assert DecisionLine.objects.get(outcome="capped").quantity == 180
    assert not Decision.objects.filter(decided_by=build_cast().officer).exists()

    # The sitting: an alternate, a recusal, a vote against, an abstention.
    assert sorted(Sitting.objects.values_list("state", flat=True)) == ["closed", "planned"]
    assert Recusal.objects.get().person == build_cast().member_fin
    choices = [sorted({b.choice for b in vote.ballots.all()}) for vote in Round.objects.all()]
    assert ["against", "for"] in choices
    assert ["abstain", "for"] in choices
    assert Round.objects.first().ballots.filter(cast_by=build_cast().alternate).exists()

    # Numbers and events come in the order of time.
    submitted = Event.objects.filter(verb="case.submitted").order_by("id")
    numbers = list(dict.fromkeys(submitted.values_list("number", flat=True)))
    assert numbers == sorted(numbers)
    moments = list(Event.objects.filter(subject__startswith="case:").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert max(moments) < clock.now()

    before = Event.objects.count()
    call_command("seed_demo", verbosity=0, stdout=open("/dev/null", "w"))  # noqa: SIM115
    assert Event.objects.count() == before


def test_codes_of_the_firms_are_fictional_and_right():
    firms = (COMPANY, FOREIGN_COMPANY, *OTHER_FIRMS)
    assert all(firm.edrpou.startswith("99") for firm in firms)
    assert all(has_right_check_digit(firm.edrpou) for firm in firms)
    assert len({firm.edrpou for firm in firms}) == len(firms)


def test_addresses_belong_to_nobody():
    people = [*OFFICIALS.values(), *COMPANY.people, *FOREIGN_COMPANY.people]
    people += [person for firm in OTHER_FIRMS for person in firm.people]
    assert all(person.email.endswith(".example") for person in people)
    assert len({person.email for person in people}) == len(people)


def test_moments_are_counted_from_the_day_of_telling(db):
    stage = Stage(cast=build_cast(), firms={}, today=date(2026, 11, 24))
    assert clock.kyiv_date(stage.instant(at(-26, 0))) == date(2026, 10, 29)
    assert stage.instant(at(0, 10)) - stage.instant(at(-1, 10)) == timedelta(days=1)
    assert len(NORWAY.lines) == 3
