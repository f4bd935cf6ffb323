"""Who owns the applicant is known, screened, and no party of the deal."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from core.base import clock
from core.base.errors import Conflict, InvalidInput
from licensing import snapshot
from licensing.checks.parties import check_parties
from licensing.models import CaseHit
from licensing.screening import OWNER, screened_of
from licensing.services import checking
from manufacturers import services
from manufacturers.models import Owner
from manufacturers.services import OwnerData
from tests import builders
from tests.manufacturers.test_pages import browser

pytestmark = pytest.mark.django_db

HOLDING = OwnerData("firm", "ТОВ «Верхів'я»", "Verkhivia LLC", "UA", Decimal(60), "41000001")


def declare(cast, **changes):
    values = {name: getattr(HOLDING, name) for name in OwnerData.__slots__} | changes
    return services.add_owner(
        actor=cast.administrator, company_id=cast.company.pk, data=OwnerData(**values)
    )


@pytest.fixture
def sold(cast):
    """Strike the founder off, so that the whole company is to be declared anew."""
    for owner in cast.company.owners.filter(ended_at__isnull=True):
        services.end_owner(actor=cast.administrator, owner_id=owner.pk)
    return cast


def reasons(case):
    content = snapshot.read(case.declared.text)
    return {one.code: one.outcome.value for one in check_parties(content, clock.today()).reasons}


def test_owners_are_screened_and_a_new_one_is_met_at_the_next_run(cast, sold):
    case = builders.submitted(cast)
    assert not [one for one in screened_of(snapshot.read(case.declared.text)) if one.role == OWNER]
    assert reasons(case) == {"parties.no_owners": "attention"}
    name = "Тихон Гасидович Вовкобій"
    from tests.licensing.test_screening_lists import with_entry

    with_entry(extra="Z-7,Person,Tykhon Vovkobii\n")
    declare(cast, kind="person", name_uk=name, name_en="Tykhon Vovkobii", register_no="")
    from licensing.services import case as cases

    cases.accept(actor=cast.officer, application_id=case.pk, version=case.version)
    hit = CaseHit.objects.get(application=case)
    assert (hit.role, hit.hit.entry.key) == (OWNER, "Z-7")
    assert builders.fresh(case).latest_checks.blocks == 1


@pytest.mark.parametrize(
    ("party", "found"),
    [
        ({"register_no": "", "name_en": "SYVOLIT"}, {}),
        ({"register_no": "41000001"}, {"parties.owner": "attention"}),
    ],
)
def test_a_party_that_owns_the_applicant_is_pointed_at(cast, sold, party, found):
    holding = declare(cast, share=Decimal(100))
    declare(cast, kind="person", name_uk="Яр Дуб", name_en="Yar Dub", register_no="",
            share=Decimal(100), through=holding.pk)  # fmt: skip
    case = builders.submitted(cast, party=builders.END_USER | party)
    assert reasons(case) == (found or {"parties.clear": "clear"})


@pytest.mark.parametrize(
    "changes",
    [
        {"register_no": "{edrpou}"},
        {"register_no": " {edrpou} "},
        {"register_no": "", "country": "UA", "name_uk": "{name_uk}"},
        {"register_no": "", "country": "UA", "name_en": "{name_en}"},
    ],
)
def test_nobody_exports_to_itself(cast, changes):
    own = {name: text.format(**vars(cast.company)) for name, text in changes.items()}
    case = builders.submitted(cast, party=builders.END_USER | own, destination="DK")
    assert reasons(case)["parties.itself"] == "block"


def test_a_firm_needs_somebody_behind_it(cast, sold):
    declare(cast, share=Decimal(100))
    assert reasons(builders.submitted(cast)) == {"parties.nobody_behind": "attention"}


def test_circles_are_refused_with_a_sentence(cast, sold):
    holding = declare(cast)
    with pytest.raises(InvalidInput, match=r"owns? itself|володіти собою|власною власницею"):
        declare(cast, register_no=cast.company.edrpou, name_uk="Інша назва")
    with pytest.raises(InvalidInput) as problem:
        declare(cast, through=holding.pk, share=Decimal(100))
    assert problem.value.code == "circle_of_owners"
    between = declare(
        cast, through=holding.pk, share=Decimal(100), name_uk="ТОВ «Межа»", register_no="41000002"
    )
    with pytest.raises(InvalidInput) as problem:
        declare(cast, through=between.pk, share=Decimal(10))
    assert problem.value.code == "circle_of_owners"


def test_shares_make_no_more_than_the_whole_and_a_chain_ends_from_its_end(cast, sold):
    holding = declare(cast)
    with pytest.raises(InvalidInput) as problem:
        declare(cast, name_uk="Друга", register_no="", share=Decimal("40.01"))
    assert problem.value.field == "share"
    declare(cast, kind="person", name_uk="Яр Дуб", register_no="", through=holding.pk)
    with pytest.raises(Conflict):
        services.end_owner(actor=cast.administrator, owner_id=holding.pk)


def test_the_page_declares_refuses_and_strikes_off(cast, sold):
    client = browser(cast.administrator)
    typed = {
        "kind": "person", "name_uk": "Яр Дуб", "name_en": "Yar Dub", "country": "UA",
        "share": "100",
    }  # fmt: skip
    assert client.post("/company/owners/new/", typed | {"share": "0"}).status_code == 422
    assert client.post("/company/owners/new/", typed).status_code == 302
    again = client.post("/company/owners/new/", typed)
    assert again.status_code == 422
    assert "Яр Дуб" in again.content.decode()
    owner = Owner.objects.get(manufacturer=cast.company, ended_at__isnull=True)
    assert "Яр Дуб" in client.get("/company/").content.decode()
    assert browser(cast.preparer).post(f"/company/owners/{owner.pk}/end/").status_code == 403
    assert (
        browser(cast.foreign_preparer).post(f"/company/owners/{owner.pk}/end/").status_code == 404
    )
    assert client.post(f"/company/owners/{owner.pk}/end/").status_code == 302
    assert "Яр Дуб" not in client.get("/company/").content.decode()


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM manufacturers_owner", "UPDATE manufacturers_owner SET share = 1"],
)
def test_what_was_declared_stays(cast, statement):
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_officer_notes_what_is_pointed_at(cast, sold):
    case = builders.accepted(cast)
    checking.run_again(actor=cast.officer, application_id=case.pk)
    assert {one.code for one in builders.fresh(case).check_notes.all()} == {
        "parties",
        "national_need",
    }
