"""Two people on one draft; products, parties and whole applications used again; the wait."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from core.base import clock
from core.base.errors import InvalidInput
from licensing import snapshot
from licensing.models import Application
from licensing.selectors.case.forecast import forecast
from licensing.services import drafting
from licensing.services.drafting_copy import copy_application
from manufacturers.services import add_component, archive_product
from tests import builders
from tests.builders import fresh, version
from tests.licensing.test_applicant_pages import LINE, at, browse, send, text
from tests.manufacturers.goods import a_product, component_data

__all__ = ["browse"]


@pytest.fixture
def drone(cast):
    made = a_product(cast)
    add_component(actor=cast.preparer, product_id=made.pk, data=component_data())
    return made


def with_product(cast, drone) -> Application:
    case = builders.draft(cast)
    line = builders.LINES[0] | {"product": drone.pk, "unit": drone.unit.code}
    drafting.add_line(
        actor=cast.preparer, application_id=case.pk, version=version(case.pk), values=line
    )
    return fresh(case)


def test_a_line_keeps_its_product_as_it_was(cast, drone):
    case = with_product(cast, drone)
    [line] = snapshot.freeze(case).lines
    assert line.product_id == str(drone.pk)
    assert line.components[0].supplier == component_data().supplier
    before = line
    archive_product(actor=cast.preparer, product_id=drone.pk, version=drone.version)
    assert snapshot.freeze(fresh(case)).lines[0] == before


def test_the_signed_revision_carries_the_product_and_its_parts(cast, drone):
    case = builders.filled(cast)
    line = builders.LINES[0] | {"product": drone.pk, "unit": drone.unit.code}
    drafting.add_line(
        actor=cast.preparer, application_id=case.pk, version=version(case.pk), values=line
    )
    case = builders.submitted(cast, fresh(case))
    kept = json.loads(case.declared.text)["lines"][2]
    assert kept["product_id"] == str(drone.pk)
    assert kept["components"][0]["name"] == component_data().name
    assert snapshot.read(case.declared.text) == snapshot.freeze(case)


def test_a_foreign_archived_or_otherwise_counted_product_is_refused(cast, drone):
    case = builders.draft(cast)

    def add(**values):
        drafting.add_line(
            actor=cast.preparer,
            application_id=case.pk,
            version=version(case.pk),
            values=builders.LINES[0] | values,
        )

    with pytest.raises(InvalidInput):
        add(product=uuid4())
    with pytest.raises(InvalidInput):
        add(product=drone.pk, unit="kg" if drone.unit.code != "kg" else "pcs")
    archive_product(actor=cast.preparer, product_id=drone.pk, version=drone.version)
    with pytest.raises(InvalidInput):
        add(product=drone.pk)
    assert not case.lines.exists()


def test_the_line_page_offers_the_catalogue_and_fills_the_form(cast, drone, browse):
    case, client = builders.draft(cast), browse(cast.preparer)
    page = text(client.get(at("line_add", case)))
    assert f"?product={drone.pk}" in page
    filled = text(client.get(f"{at('line_add', case)}?product={drone.pk}"))
    assert drone.name_en in filled
    assert client.get(f"{at('line_add', case)}?product={uuid4()}").status_code == 404
    assert client.get(f"{at('line_add', case)}?product=x").status_code == 404
    sent = LINE | {"product": str(drone.pk), "unit": drone.unit.code}
    assert send(client, "line_add", case, sent).status_code == 302
    assert case.lines.get().product_id == drone.pk


def test_parties_of_earlier_applications_are_offered_but_never_a_foreign_one(cast, browse):
    known = builders.filled(cast).parties.get()
    case, client = builders.draft(cast), browse(cast.preparer)
    page = text(client.get(at("end_user", case)))
    assert f"?from={known.pk}" in page
    filled = text(client.get(f"{at('party_add', case)}?from={known.pk}"))
    assert known.register_no in filled
    foreign = drafting.create_draft(
        actor=cast.foreign_preparer, manufacturer=cast.foreign_company, title="Чуже"
    )
    theirs = drafting.save_party(
        actor=cast.foreign_preparer, application_id=foreign.pk, version=1, values=builders.END_USER
    )
    assert client.get(f"{at('end_user', case)}?from={theirs.pk}").status_code == 404
    assert client.get(f"{at('end_user', case)}?from=nonsense").status_code == 404


def test_a_copy_takes_lines_and_parties_and_leaves_the_papers_of_the_deal(cast, drone, browse):
    source = builders.submitted(cast)
    copy, left_out = copy_application(
        actor=cast.preparer, manufacturer=cast.company, application=source
    )
    copy = fresh(copy)
    assert left_out == []
    assert copy.number is None
    assert [one.name_en for one in copy.lines.all()] == [one.name_en for one in source.lines.all()]
    assert copy.parties.get().name_en == source.parties.get().name_en
    assert not copy.attachments.exists()
    assert snapshot.freeze(copy).certificate is None
    assert copy.contract_no == ""
    client = browse(cast.preparer)
    made = client.post(at("copy", source))
    assert client.get(made["Location"]).status_code == 200
    assert browse(cast.foreign_preparer).post(at("copy", source)).status_code == 404


def test_a_page_saves_itself_and_never_over_a_colleague(cast, browse):
    case, client = builders.draft(cast), browse(cast.preparer)
    seen = fresh(case).version
    answers = {"end_use_uk": "Берег", "end_use_en": "Coast", "version": seen}
    saved = client.post(at("end_use", case), answers, headers={"X-Autosave": "1"})
    assert saved.json() == {"version": seen + 1}
    stale = client.post(at("end_use", case), answers, headers={"X-Autosave": "1"})
    assert stale.status_code == 409
    half = {"end_use_uk": "", "end_use_en": "x", "version": seen + 1}
    assert client.post(at("end_use", case), half, headers={"X-Autosave": "1"}).status_code == 422
    assert fresh(case).end_use_uk == "Берег"
    new = LINE | {"version": seen + 1}
    assert client.post(at("line_add", case), new, headers={"X-Autosave": "1"}).status_code == 422
    assert not case.lines.exists()


def test_colleagues_see_each_other_and_each_others_saves(cast, browse):
    case = builders.draft(cast)
    browse(cast.signatory).get(at("end_use", case))
    client = browse(cast.preparer)
    page = text(client.get(at("contract", case)))
    assert cast.signatory.name in page
    url = f"{at('who', case)}?section=contract&seen={case.version}"
    assert "dz-notice--warn" not in text(client.get(url))
    send(browse(cast.signatory), "end_use", case, {"end_use_uk": "Берег", "end_use_en": "Coast"})
    assert "dz-notice--warn" in text(browse(cast.preparer).get(url))
    for odd in ("seen=x", "section=../../etc", "seen=99999999999999999999"):
        assert client.get(f"{at('who', case)}?{odd}").status_code == 200


def test_presence_fades(cast, browse):
    from datetime import timedelta

    from licensing.selectors.applicant.presence import FADES, others_on

    case = builders.draft(cast)
    browse(cast.signatory).get(at("end_use", case))
    assert [one.user for one in others_on(case, cast.preparer)] == [cast.signatory]
    with clock.at(clock.now() + FADES + timedelta(seconds=1)):
        assert others_on(case, cast.preparer) == []


def test_an_answer_is_kept_shared_and_sent(cast, browse):
    request = builders.questioned(cast)
    case, url = request.application, at("question", request.application, request.pk)
    client = browse(cast.preparer)
    keep = {"text": "Перша думка", "draft_version": "0", "then": "keep"}
    assert client.post(url, keep).status_code == 302
    colleague = browse(cast.signatory)
    assert "Перша думка" in text(colleague.get(url))
    stale = colleague.post(url, {**keep, "text": "Друга думка"})
    assert stale.status_code == 409
    assert "Перша думка" in text(stale)
    assert "Друга думка" in text(stale)
    assert not request.messages.exists()
    sent = {"text": "Остаточно", "complete": "yes"}
    assert colleague.post(url, sent).status_code == 302
    assert "Перша думка" not in text(colleague.get(url))
    assert colleague.post(url, keep).status_code == 409
    assert fresh(case).paused_since is None


def test_a_forecast_is_told_only_with_its_basis(cast):
    case = builders.accepted(cast)
    few = forecast(case)
    assert few is not None
    assert not few.is_told
    for _ in range(5):
        builders.decided(cast, lines=[builders.refuse(1), builders.refuse(2)])
    with clock.at(builders.kyiv(2026, 12, 1)):
        told = forecast(fresh(case))
    assert told is not None
    assert told.is_told
    assert (told.cases, told.shortest, told.longest) == (5, 0, 0)
    assert told.half == (0, 0)
    assert told.likely_between is not None
    assert forecast(builders.draft(cast)) is None


def test_a_refusal_is_appealed_within_its_term_only(cast, browse):
    decision = builders.decided(cast, lines=[builders.refuse(1), builders.refuse(2)])
    case, client = decision.application, browse(cast.signatory)
    assert at("appeal", case) in text(client.get(at("detail", case)))
    assert client.get(at("appeal", case)).status_code == 200
    assert browse(cast.preparer).get(at("appeal", case)).status_code == 403
    client = browse(cast.signatory)
    assert send(client, "appeal", case, {"grounds": ""}).status_code == 422
    with clock.at(builders.kyiv(2026, 12, 25)):
        assert send(client, "appeal", case, {"grounds": "Помилка"}).status_code == 409
        assert at("appeal", case) not in text(client.get(at("detail", case)))
    assert send(client, "appeal", case, {"grounds": "Помилка"}).status_code == 302
    assert fresh(case).status == "in_review"
    assert fresh(case).round == 2


def test_an_amendment_shows_what_it_changes(cast, browse):
    case, client = builders.accepted(cast), browse(cast.preparer)
    client.post(at("amend", case), {"version": case.version})
    assert "Other use" not in text(client.get(at("tasks", case)))
    send(client, "end_use", case, {"end_use_uk": "Інше", "end_use_en": "Other use"})
    page = text(client.get(at("tasks", case)))
    assert "Other use" in page


def test_everything_new_opens_from_the_pages(cast, browse):
    case, client = builders.accepted(cast), browse(cast.signatory)
    page = text(client.get(at("detail", case)))
    assert at("copy", case) in page
    assert reverse("applications:list") in page
