"""Hits: met at the gates, judged by two people, bound to versions, a bar when true."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from core.base import clock
from core.base.errors import Conflict, NotAllowed, StaleForm
from core.screening.models import Edition, EditionState, Format
from core.screening.services import import_list
from demo.cast import Cast
from licensing import screening
from licensing.checks.run import examine, read_run
from licensing.models import CaseHit, HitState, Preparer, ScreeningHit
from licensing.services import case as cases
from licensing.services import screening as judging
from licensing.snapshot import freeze, read
from tests import builders

pytestmark = pytest.mark.django_db

LISTED = builders.END_USER | {
    "name_uk": "Заріччя Спецпостач, торговий дім",
    "name_en": "Zarichchia Spetspostach",
    "country": "DK",
}
DAY = {"reason": "other_country", "text": "Інша країна, інша адреса, інший реєстраційний номер."}


def met(cast: Cast, party=LISTED):
    """Return a case in review whose end user resembles a listed firm, and the hit."""
    case = builders.accepted(cast, party=party)
    return case, ScreeningHit.objects.get(cases__application=case)


def act(verb, actor, case, hit, **extra) -> ScreeningHit:
    version = ScreeningHit.objects.get(pk=hit.pk).version
    fields = {"actor": actor, "application_id": case.pk, "hit_id": hit.pk, "version": version}
    return verb(**fields, **extra)


def screening_of(case):
    run = builders.fresh(case).latest_checks
    return next(one for one in read_run(run).results if one.code == "screening")


def ready(cast: Cast, case):
    case = builders.fresh(case)
    return cases.mark_ready(actor=cast.officer, application_id=case.pk, version=case.version)


def edition(text: str, code: str = "nsdc") -> Edition:
    stream = io.BytesIO(text.encode())
    return import_list(
        actor=None, code=code, stream=stream, file_name="x.csv", list_format=Format.CSV
    )


def changed(**column: str) -> str:
    """Return the demonstration's list with one cell of its first entry changed."""
    from core.screening.services.lists import DATA

    text = (DATA / "nsdc.csv").read_text(encoding="utf-8")
    for old, new in column.items():
        text = text.replace(old, new, 1)
    return text


def test_a_resembling_party_blocks_until_judged(cast):
    case, hit = met(cast)
    assert hit.state == HitState.NEW
    assert hit.explanation["entry_name"] == "ТОВ «Заріччя Спецпостач»"
    assert screening_of(case).outcome == "block"
    with pytest.raises(Conflict):
        ready(cast, case)


def test_two_people_clear_and_the_case_goes_on(cast):
    case, hit = met(cast)
    act(judging.take_up, cast.officer, case, hit)
    act(judging.propose_clearance, cast.officer, case, hit, **DAY)
    with pytest.raises(NotAllowed):
        act(judging.confirm_clearance, cast.officer, case, hit)
    cleared = act(judging.confirm_clearance, cast.second_officer, case, hit)
    assert cleared.state == HitState.CLEARED
    assert screening_of(case).outcome == "clear"
    assert ready(cast, case).status == "ready"


def test_whoever_judged_has_prepared_the_case(cast):
    case, hit = met(cast)
    act(judging.propose_clearance, cast.officer, case, hit, **DAY)
    act(judging.confirm_clearance, cast.second_officer, case, hit)
    prepared = Preparer.objects.filter(application=case).values_list("user", flat=True)
    assert set(prepared) == {cast.officer.pk, cast.second_officer.pk}


def test_a_clearance_holds_in_the_next_case_of_the_same_party(cast):
    case, hit = met(cast)
    act(judging.propose_clearance, cast.officer, case, hit, **DAY)
    act(judging.confirm_clearance, cast.second_officer, case, hit)
    other, same = met(cast)
    assert same.pk == hit.pk
    assert screening_of(other).outcome == "clear"


def test_another_version_of_the_party_is_another_hit(cast):
    case, hit = met(cast)
    act(judging.propose_clearance, cast.officer, case, hit, **DAY)
    act(judging.confirm_clearance, cast.second_officer, case, hit)
    other, again = met(cast, LISTED | {"address_en": "Elsewhere 1"})
    assert again.pk != hit.pk
    assert screening_of(other).outcome == "block"


def test_another_version_of_the_entry_reopens(cast):
    case, hit = met(cast)
    act(judging.propose_clearance, cast.officer, case, hit, **DAY)
    act(judging.confirm_clearance, cast.second_officer, case, hit)
    edition(changed(**{"1/2026,2026-01-15": "9/2026,2026-11-01"}))
    with pytest.raises(Conflict):
        ready(cast, case)


def test_a_true_match_is_an_absolute_bar_everywhere(cast):
    case, hit = met(cast)
    other, _same = met(cast)
    act(judging.establish_match, cast.officer, case, hit, text="Той самий реєстраційний номер.")
    for one in (case, other):
        result = screening_of(one)
        assert result.absolute
        assert result.outcome == "block"
    with pytest.raises(Conflict):
        act(judging.propose_clearance, cast.officer, case, hit, **DAY)


def test_a_proposal_not_confirmed_is_reviewed_again(cast):
    case, hit = met(cast)
    act(judging.propose_clearance, cast.officer, case, hit, **DAY)
    act(judging.send_back, cast.second_officer, case, hit)
    assert act(judging.propose_clearance, cast.second_officer, case, hit, **DAY).proposed_by == (
        cast.second_officer
    )


@pytest.mark.parametrize("role", ["secretary", "chair", "auditor", "customs", "preparer"])
def test_others_judge_nothing(cast, role):
    case, hit = met(cast)
    person = getattr(cast, role)
    with pytest.raises(NotAllowed):
        act(judging.propose_clearance, person, case, hit, **DAY)
    act(judging.propose_clearance, cast.officer, case, hit, **DAY)
    with pytest.raises(NotAllowed):
        act(judging.confirm_clearance, person, case, hit)
    with pytest.raises(NotAllowed):
        act(judging.establish_match, person, case, hit, text="Так")


def test_an_old_form_is_refused(cast):
    case, hit = met(cast)
    act(judging.take_up, cast.officer, case, hit)
    with pytest.raises(StaleForm):
        judging.propose_clearance(
            actor=cast.officer, application_id=case.pk, hit_id=hit.pk, version=1, **DAY
        )


def test_the_database_refuses_one_person_for_both(cast):
    case, hit = met(cast)
    act(judging.propose_clearance, cast.officer, case, hit, **DAY)
    proposed = ScreeningHit.objects.filter(pk=hit.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        proposed.update(state=HitState.CLEARED, judged_by=cast.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        proposed.update(state=HitState.CLEARED)


@pytest.mark.parametrize(
    "change",
    [
        {"state": HitState.CLEARED, "text": "Інші слова"},
        {"state": HitState.NEW},
        {"subject_digest": "0" * 64},
        {"score": 0},
    ],
)
def test_the_database_refuses_what_no_verb_does(cast, change):
    case, hit = met(cast)
    act(judging.propose_clearance, cast.officer, case, hit, **DAY)
    with pytest.raises(InternalError), transaction.atomic():
        ScreeningHit.objects.filter(pk=hit.pk).update(judged_by=cast.second_officer, **change)


def test_the_database_keeps_hits(cast):
    _case, hit = met(cast)
    with (
        pytest.raises(Exception, match=r"append-only|permission"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM licensing_casehit WHERE hit_id = %s", [hit.pk])
    assert CaseHit.objects.filter(hit=hit).exists()


def test_the_signatory_of_the_certificate_is_screened(cast):
    certificate = builders.CERTIFICATE | {"signatory_name": "Rostislav Martinchuk"}
    case = builders.accepted(cast, certificate=certificate)
    found = CaseHit.objects.get(application=case)
    assert found.role == screening.SIGNATORY
    assert found.hit.entry.name == "Мартинчук Ростислав Ярославович"


def test_a_party_that_is_the_applicant_is_looked_for_once(cast):
    company = cast.company
    own = builders.END_USER | {
        "name_uk": company.name_uk,
        "name_en": company.name_en,
        "country": "UA",
        "register_no": company.edrpou,
        "address_en": company.address_uk,
    }
    case = builders.filled(cast, party=own, destination="DK")
    roles = [one.role for one in screening.screened_of(freeze(case))]
    assert roles == ["applicant", "owner", "issuer", "signatory"]


@pytest.mark.parametrize("what", ["missing", "stale"])
def test_without_a_usable_list_nothing_passes(cast, what):
    case = builders.accepted(cast)
    if what == "missing":
        Edition.objects.filter(watch_list__code="un").update(state=EditionState.REPLACED)
    else:
        old = clock.now() - timedelta(days=100)
        Edition.objects.filter(watch_list__code="un").update(checked_at=old)
    with pytest.raises(Conflict):
        ready(cast, case)


def test_a_search_that_fails_blocks(cast, monkeypatch):
    case = builders.accepted(cast)

    def broken(content):
        raise ValueError("broken matcher")

    monkeypatch.setattr("licensing.checks.screening.meetings", broken)
    with pytest.raises(Conflict):
        ready(cast, case)


def test_the_company_never_learns_whom_the_authority_suspects(cast):
    case, _hit = met(cast)
    codes = {result.code for result in examine(read(case.declared.text)).results}
    assert "screening" not in codes


def test_names_of_any_script_and_shape_are_screened(cast):
    for name in ("木" * 150, "محمد " * 20, "'; DROP TABLE x; --", "%%%___", "\u202eevil"):
        party = builders.END_USER | {"name_uk": name, "name_en": name}
        assert builders.submitted(cast, party=party).latest_checks is not None
