"""A list changes: what is live is screened again, and exactly that."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from core.base import clock
from core.notifications.models import Message
from core.notifications.outbox import drain
from core.screening.models import Edition, EditionState, Format
from demo.cast import Cast
from licensing.checks import Gate
from licensing.models import Application, CaseHit, HitState, Rescreening, ScreeningHit
from licensing.services import case as cases
from licensing.services.rescreening import screen_next_batch, take_list
from tests import builders
from tests.core.screening import files

pytestmark = pytest.mark.django_db

LATER_LISTED = builders.END_USER | {
    "name_uk": "Квітнева Гавань, постачання",
    "name_en": "Aprilhavn Supply",
}
ENTRY = "Z-1,Company,Aprilhavn Supply\n"


@pytest.fixture
def browse():
    """Give each person a browser of their own, in Ukrainian."""

    def as_person(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return as_person


def with_entry(code: str = "uk", extra: str = ENTRY) -> Edition:
    """Import the demonstration's list with one entry more, as a file of another format."""
    from core.screening.services.lists import DATA

    rows = (DATA / f"{code}.csv").read_text(encoding="utf-8").splitlines()
    short = [",".join(row.split(",")[:3]) for row in rows]
    text = "\n".join(short) + "\n" + extra
    return take_list(
        actor=None,
        code=code,
        stream=io.BytesIO(text.encode()),
        file_name="uk.csv",
        list_format=Format.CSV,
    )


def hit_cases() -> set[str]:
    found = CaseHit.objects.filter(rescreening__isnull=False)
    return {number or "" for number in found.values_list("application__number", flat=True)}


def test_opens_exactly_the_live_cases_with_the_listed_party(cast: Cast) -> None:
    review = builders.accepted(cast, party=LATER_LISTED)
    licensed = builders.decided(cast, party=LATER_LISTED).application
    gone = builders.submitted(cast, party=LATER_LISTED)
    cases.withdraw(
        actor=cast.signatory, application_id=gone.pk, version=gone.version, reason="Не потрібно"
    )
    builders.accepted(cast)
    builders.filled(cast, party=LATER_LISTED)
    drain()
    with_entry()
    drain()
    assert hit_cases() == {review.number, licensed.number}
    run = Rescreening.objects.get()
    assert (run.done, run.total, run.new_hits) == (3, 3, 2)
    assert run.finished_at is not None
    assert builders.fresh(review).latest_checks.blocks == 1
    told = Message.objects.filter(kind="screening.hit").values_list("recipient", flat=True)
    assert set(told) == {cast.officer.pk, cast.head.pk}


#: Names that the new edition brings, and the contracts of the demonstration that bear them.
NEW_NAMES = {
    "Fjordhavn Logistikk": {"14/С"},  # consignee; the permit is in force
    "Border Police Supply Department": {"ЖЗ-31"},  # end user; the permit is suspended
    "Praia Alta Maritime Safety Service": {"MM-9"},  # MM-7 to the same end user was refused
    "Костянтин Каск": set(),  # nobody's
    "Costa Alta Civil Guard Directorate": set(),  # only in a draft
}
PEOPLE = {"Jonas Giraitis": {"ЖЗ-40"}, "Kristjan Kask": {"ТР-9"}}  # signatories of certificates


def new_edition() -> str:
    rows = [("Company", name) for name in NEW_NAMES] + [("Person", name) for name in PEOPLE]
    return "".join(f"Z-{n},{schema},{name}\n" for n, (schema, name) in enumerate(rows))


def runs() -> dict[str, int]:
    cases = Application.objects.exclude(number=None).annotate(runs=Count("check_runs"))
    return dict(cases.values_list("contract_no", "runs"))


def test_a_new_edition_opens_exactly_the_expected_cases_of_the_seeded_world() -> None:
    call_command("seed_demo", verbosity=0, stdout=io.StringIO())
    drain()
    before, hits = runs(), set(CaseHit.objects.values_list("pk", flat=True))
    told = set(Message.objects.values_list("pk", flat=True))
    with_entry(extra=new_edition())
    drain()
    expected = set().union(*NEW_NAMES.values(), *PEOPLE.values())
    fresh = CaseHit.objects.exclude(pk__in=hits)
    assert {hit.application.contract_no for hit in fresh} == expected
    assert {hit.rescreening_id for hit in fresh} == {Rescreening.objects.get().pk}
    # One hit for each name in each case, and each against the entry that was added.
    met = {(hit.hit.entry.name, hit.application.contract_no) for hit in fresh}
    assert met == {
        (name, contract)
        for name, contracts in (NEW_NAMES | PEOPLE).items()
        for contract in contracts
    }
    # Open cases are checked anew and blocked; permits and everything else have the runs they had.
    again = {contract for contract, count in runs().items() if count != before[contract]}
    assert again == {"MM-9", "ЖЗ-40", "ТР-9"}
    for case in Application.objects.filter(contract_no__in=again):
        assert case.latest_checks.gate == Gate.LISTS
        assert case.latest_checks.blocks
    notices = Message.objects.exclude(pk__in=told)
    assert {one.params["number"] for one in notices.filter(kind="screening.hit")} == {
        case.number for case in Application.objects.filter(contract_no__in=expected)
    }
    assert not ScreeningHit.objects.exclude(state=HitState.NEW).filter(cases__in=fresh).exists()


def test_a_batch_that_comes_twice_counts_once(cast: Cast) -> None:
    builders.accepted(cast, party=LATER_LISTED)
    with_entry()
    run = Rescreening.objects.get()
    assert screen_next_batch(rescreening_id=run.pk, done=0) == 1
    assert screen_next_batch(rescreening_id=run.pk, done=0) == 0
    assert Rescreening.objects.get().done == 1


def test_goes_on_batch_by_batch(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr("licensing.services.rescreening.BATCH", 1)
    numbers = {builders.accepted(cast, party=LATER_LISTED).number for _ in range(3)}
    drain()
    with_entry()
    drain()
    assert hit_cases() == numbers
    assert Rescreening.objects.get().finished_at is not None


def test_entries_that_vanish_open_nothing(cast: Cast) -> None:
    builders.accepted(cast, party=LATER_LISTED)
    with_entry()
    drain()
    before = CaseHit.objects.count()
    with_entry(extra="Z-2,Company,Quite Other Holdings\n")
    drain()
    assert CaseHit.objects.count() == before


def test_an_unchanged_file_screens_nobody(cast: Cast) -> None:
    with_entry()
    with_entry()
    assert Rescreening.objects.count() == 1


def test_the_command_imports_and_refuses(tmp_path, db) -> None:
    good, bad = tmp_path / "un.xml", tmp_path / "bad.xml"
    good.write_text(files.UN, encoding="utf-8")
    bad.write_text(files.UN[:300], encoding="utf-8")
    with pytest.raises(CommandError, match="would disappear"):
        call_command("import_list", "un", good, format="un_xml", stdout=io.StringIO())
    with pytest.raises(CommandError):
        call_command("import_list", "un", bad, format="un_xml", stdout=io.StringIO())
    with pytest.raises(CommandError):
        call_command("import_list", "nowhere", good, format="un_xml", stdout=io.StringIO())


def test_a_person_imports_and_another_confirms(cast: Cast, browse) -> None:
    keeper, head = browse(cast.reference_admin), browse(cast.head)
    sent = {
        "watch_list": "un",
        "list_format": "un_xml",
        "label": "2026-11-20",
        "file": SimpleUploadedFile("un.xml", files.UN.encode()),
    }
    answer = keeper.post(reverse("lists:import"), sent)
    edition = Edition.objects.get(state=EditionState.WAITING)
    assert answer["Location"] == reverse("lists:edition", args=[edition.pk])
    assert keeper.get(answer["Location"]).status_code == 200
    confirm = reverse("lists:confirm", args=[edition.pk])
    assert keeper.post(confirm).status_code == 403
    assert head.post(confirm).status_code == 302
    edition.refresh_from_db()
    assert edition.state == EditionState.ACTIVE
    assert "Tarfan Salim al-Ozmiri" in head.get(answer["Location"]).content.decode()


def test_a_broken_file_comes_back_with_its_line(cast: Cast, browse) -> None:
    sent = {
        "watch_list": "un",
        "list_format": "un_xml",
        "label": "моя редакція",
        "file": SimpleUploadedFile("un.xml", files.UN[:500].encode()),
    }
    answer = browse(cast.reference_admin).post(reverse("lists:import"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "моя редакція" in page
    assert "govuk-error-message" in page


def test_the_pages_of_a_hit(cast: Cast, browse, django_assert_max_num_queries) -> None:
    party = builders.END_USER | {"name_uk": "Заріччя Спецпостач", "name_en": "Zarichchia"}
    case = builders.accepted(cast, party=party)
    hit = ScreeningHit.objects.get(cases__application=case)
    officer, other = browse(cast.officer), browse(cast.second_officer)
    with django_assert_max_num_queries(20):
        tab = officer.get(reverse("cases:screening", args=[case.number]))
    assert "Заріччя Спецпостач" in tab.content.decode()
    place = [case.number, hit.pk]
    shown = officer.get(reverse("cases:hit", args=place)).content.decode()
    assert "ТОВ «Заріччя Спецпостач»" in shown
    propose = reverse("cases:hit_propose", args=place)
    words = {"version": 1, "reason": "other_country", "text": "Інша <b>адреса</b>"}
    for wrong, kept in (
        ({"reason": ""}, "Інша &lt;b&gt;адреса"),
        ({"reason": "because"}, "Інша &lt;b&gt;адреса"),
        ({"text": ""}, 'value="other_country"'),
        ({"text": "   "}, 'value="other_country"'),
        ({"text": "х" * 20_000}, "х" * 20_000),
    ):
        refused = officer.post(propose, words | wrong)
        assert refused.status_code == 422
        again = refused.content.decode()
        assert "govuk-error-message" in again
        assert kept in again
    hit.refresh_from_db()
    assert hit.state != HitState.PROPOSED
    assert officer.post(propose, words).status_code == 302
    assert officer.post(reverse("cases:hit_confirm", args=place), {"version": 2}).status_code == 403
    page = other.get(reverse("cases:hit", args=place)).content.decode()
    assert "Інша &lt;b&gt;адреса" in page
    assert other.post(reverse("cases:hit_confirm", args=place), {"version": 2}).status_code == 302
    hit.refresh_from_db()
    assert hit.state == HitState.CLEARED
    assert clock.today() == clock.kyiv_date(hit.judged_at)
