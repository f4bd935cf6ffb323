"""A list is swapped whole or not at all; a loss of a third waits for a second person."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.base import clock
from core.base.errors import Conflict, NotAllowed
from core.screening.importers import ListRefused
from core.screening.models import Edition, EditionState, Entry, EntryName, Format
from core.screening.search import Subject, screen
from core.screening.selectors import entries_in_use, lists_on, new_in
from core.screening.services import confirm_edition, import_list, load_demonstration, refuse_edition
from demo.cast import Cast, build_cast
from tests.core.screening import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def take(text: str, actor=None, code: str = "nsdc", kind: str = Format.CSV) -> Edition:
    return import_list(
        actor=actor,
        code=code,
        stream=io.BytesIO(text.encode()),
        file_name="list.csv",
        list_format=kind,
    )


def grown() -> Edition:
    """Bring the list to six known names, past the gate."""
    Entry.objects.filter(watch_list__code="nsdc").update(current=False)
    return take(files.plain("Альфарт", "Бетурн", "Гаммель", "Дельтор", "Епсілар", "Дзетан"))


def test_only_what_changed_gets_new_versions() -> None:
    grown()
    edition = take(
        files.plain("Альфарт", "Бетурн", "Гаммель плюс", "Дельтор", "Епсілар", "Дзетан", "Етаніс")
    )
    assert (edition.added, edition.changed, edition.removed) == (1, 1, 0)
    assert {entry.name for entry in new_in(edition)} == {"Гаммель плюс", "Етаніс"}
    names = EntryName.objects.filter(entry__watch_list=edition.watch_list)
    assert not names.filter(name="Гаммель").exists()
    assert Entry.objects.filter(name="Гаммель", current=False).exists()


def test_the_same_file_only_renews_the_day() -> None:
    first = grown()
    with clock.at(clock.now() + timedelta(days=30)):
        again = take(files.plain("Альфарт", "Бетурн", "Гаммель", "Дельтор", "Епсілар", "Дзетан"))
        state = next(one for one in lists_on(clock.today()) if one.watch_list.code == "nsdc")
    assert again.pk == first.pk
    assert state.age == 0


def test_a_broken_file_changes_nothing() -> None:
    grown()
    before = entries_in_use(), Edition.objects.count()
    with pytest.raises(ListRefused):
        take(files.plain("Альфарт", "Бетурн") + "K-3,Company\n")
    assert (entries_in_use(), Edition.objects.count()) == before


LAUGHS = '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>\n'
BAD_XML = {
    "malformed": (files.UN.replace("<ENTITY><DATAID>", "<ENTITY><DATAID></WRONG>"), 15),
    "truncated": (files.UN.rstrip()[:-9], files.UN.rstrip().count("\n") + 1),
    "entities": (files.UN.replace('<?xml version="1.0"?>\n', LAUGHS), 2),
    "oversized": (files.UN, 1),
    "of another kind": (files.EU, 2),
}


@pytest.mark.parametrize("fault", BAD_XML)
def test_a_bad_xml_list_is_refused_whole_with_its_line(fault: str, monkeypatch) -> None:
    text, line = BAD_XML[fault]
    if fault == "oversized":
        monkeypatch.setattr("core.screening.importers.base.MOST_BYTES", 30)
    entries = set(Entry.objects.values_list("pk", "current"))
    with pytest.raises(ListRefused) as refused:
        take(text, code="un", kind=Format.UN_XML)
    assert abs(int(str(refused.value.params["line"])) - line) <= 1, refused.value.params
    assert str(refused.value.params["line"]) in str(refused.value.message)
    assert set(Entry.objects.values_list("pk", "current")) == entries


def test_a_loss_of_a_third_waits_for_another_person(cast: Cast) -> None:
    grown()
    waiting = take(
        files.plain("Альфарт", "Бетурн", "Гаммель", "Дельтор"), actor=cast.reference_admin
    )
    assert waiting.state == EditionState.WAITING
    assert screen(Subject("Company", ("Дзетан",)))
    with pytest.raises(NotAllowed):
        confirm_edition(actor=cast.reference_admin, edition_id=waiting.pk)
    with pytest.raises(NotAllowed):
        confirm_edition(actor=cast.officer, edition_id=waiting.pk)
    confirm_edition(actor=cast.head, edition_id=waiting.pk)
    assert not screen(Subject("Company", ("Дзетан",)))
    with pytest.raises(Conflict):
        confirm_edition(actor=cast.head, edition_id=waiting.pk)


def test_a_refused_edition_leaves_the_list(cast: Cast) -> None:
    grown()
    waiting = take(files.plain("Альфарт"), actor=cast.reference_admin)
    refuse_edition(actor=cast.head, edition_id=waiting.pk)
    assert screen(Subject("Company", ("Дзетан",)))


def test_the_database_refuses_one_person_for_both(cast: Cast) -> None:
    grown()
    waiting = take(files.plain("Альфарт"), actor=cast.reference_admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=waiting.pk).update(confirmed_by=cast.reference_admin)


def test_only_a_reference_administrator_imports(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        take(files.CSV, actor=cast.officer)


def test_a_list_grows_stale() -> None:
    load_demonstration()
    assert all(state.usable for state in lists_on(clock.today()))
    later = clock.today() + timedelta(days=61)
    assert not any(state.usable for state in lists_on(later))


@pytest.mark.parametrize(
    ("schema", "name", "found"),
    [
        ("Company", "Zarichchia Spetspostach", "ТОВ «Заріччя Спецпостач»"),
        ("Company", "ООО Заречье Спецснаб", "ТОВ «Заріччя Спецпостач»"),
        ("Person", "Rostislav Martinchuk", "Мартинчук Ростислав Ярославович"),
        ("LegalEntity", "Martynchuk R. Ya.", "Мартинчук Ростислав Ярославович"),
        ("Organization", "Velmont Republican Guard Logistic", "Velmont Republican Guard Logistics"),
        ("Organization", "VRGL", "Velmont Republican Guard Logistics"),
        ("Company", "Dragon Fly Zhongtai Electronics", "Dragonfly Zhongtai Electronics Co Ltd"),
    ],
)
def test_finds_a_listed_party(schema: str, name: str, found: str) -> None:
    load_demonstration()
    assert found in [one.entry.name for one in screen(Subject(schema, (name,)))]


def test_finds_by_number_alone() -> None:
    load_demonstration()
    found = screen(Subject("Vessel", ("Another Name",), ("IMO-9990011",)))
    assert [(one.entry.key, one.score, one.by_identifier) for one in found] == [
        ("F-E-3", 1.0, True)
    ]


@pytest.mark.parametrize(
    "name", ["Defence Supply Agency, Vesterhavn", "", "???", "%_\\'\"", "木" * 500]
)
def test_finds_nobody_else(name: str) -> None:
    load_demonstration()
    assert screen(Subject("LegalEntity", (name,))) == []
