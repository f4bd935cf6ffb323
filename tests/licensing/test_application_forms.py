"""Kinds of application: what each asks for comes from dated data, and the checks read the same."""

import json
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from core.base import clock
from core.base.errors import InvalidInput
from core.reference.models import Procedure
from licensing import procedure, snapshot, tasklist
from licensing.checks.run import examine
from licensing.models import ActKind, Kind, Subject, Track
from licensing.rules import missing_sections
from licensing.services import drafting
from tests import builders
from tests.builders import fresh, stored_file, version
from tests.licensing.test_applicant_pages import KIND, at, browse, send, text

__all__ = ["browse"]


def keys(case) -> list[str]:
    content = snapshot.freeze(fresh(case))
    listed = tasklist.tasks(content, [], procedure.rules_for(content), signed_by="")
    return [one.section.key for one in listed]


def codes(case) -> set[str]:
    results = examine(snapshot.freeze(fresh(case)))
    return {reason.code for one in results.results for reason in one.reasons}


def test_every_form_in_the_data_speaks_of_sections_papers_and_facts_that_exist(db):
    forms = list(Procedure.objects.all())
    assert len(forms) >= 15
    for form in forms:
        assert form.act in ActKind.values
        assert form.kind in Kind.values
        assert form.subject in Subject.values
        assert set(form.tracks) <= set(Track.values)
        assert all(tasklist.has_page(key) for key in form.sections)
        assert set(form.papers) <= {paper.code for paper in procedure.papers()}
        rules = [*form.sections.values(), *form.papers.values()]
        conditional = [rule for rule in rules if rule not in {"required", "optional"}]
        assert all(rule.removeprefix("when:") in procedure.FACTS for rule in conditional)
        assert form.source


def test_sections_appear_by_the_answers(cast):
    goods = builders.draft(cast)
    assert "certificate" in keys(goods)
    assert not {"transfer", "origin", "states"} & set(keys(goods))
    knowledge = builders.draft(cast, subject_kind="technology", kind="general")
    assert {"transfer", "states"} <= set(keys(knowledge))
    deal = builders.draft(cast, subject_kind="brokering")
    assert "origin" in keys(deal)
    talks = builders.draft(cast, act="conclusion")
    assert not {"certificate", "contract"} & set(keys(talks))


def test_a_conclusion_is_complete_without_contract_and_certificate(cast):
    case = builders.draft(cast, act="conclusion")
    builders._save(cast, case.pk, "end_use", end_use_uk="Переговори", end_use_en="Talks")
    line = builders.LINES[0] | {"uktzed": ""}
    drafting.add_line(actor=cast.preparer, application_id=case.pk, version=version(case.pk), values=line)  # noqa: E501  # fmt: skip
    drafting.save_party(actor=cast.preparer, application_id=case.pk, version=version(case.pk), values=builders.END_USER)  # noqa: E501  # fmt: skip
    assert missing_sections(snapshot.freeze(fresh(case))) == []
    assert "documents.missing" in codes(case)
    assert "certificate.not_asked" in codes(case)
    for kind in ("negotiation_plan", "fee"):
        drafting.attach_file(actor=cast.preparer, application_id=case.pk, version=version(case.pk), kind=kind, file=stored_file(cast.preparer, f"{kind}.pdf"))  # noqa: E501  # fmt: skip
    assert "documents.missing" not in codes(case)
    assert builders.submitted(cast, fresh(case)).number


def test_a_form_that_does_not_exist_is_refused_and_a_later_rule_is_not_read_back(cast):
    with pytest.raises(InvalidInput):
        builders.draft(cast, act="conclusion", subject_kind="brokering")
    with clock.at(builders.kyiv(1999, 1, 4)), pytest.raises(InvalidInput):
        procedure.require_form("permit", "one_time", "goods")


def test_a_dated_change_of_the_checklist_reaches_page_and_check_at_once(cast):
    case = builders.filled(cast)
    assert "documents.missing" not in codes(case)
    rule = Procedure.objects.get(act="permit", kind="one_time", subject="goods")
    rule.papers |= {"technical": "required"}
    rule.save()
    assert "documents.missing" in codes(case)
    wanted = procedure.checklist(snapshot.freeze(case), procedure.rules_for(snapshot.freeze(case)))
    assert [one.paper.code for one in wanted if one.is_missing] == ["technical"]


def test_an_intermediary_calls_for_its_contract(cast):
    case = builders.filled(cast)
    other = builders.END_USER | {"role": "intermediary", "name_en": "Northern Broker"}
    drafting.save_party(actor=cast.preparer, application_id=case.pk, version=version(case.pk), values=other)  # noqa: E501  # fmt: skip
    assert "documents.missing" in codes(case)


def certificate(cast, **said) -> set[str]:
    return codes(builders.filled(cast, certificate=builders.CERTIFICATE | said))


def test_the_certificate_is_compared_with_the_lines_and_the_end_user(cast):
    quiet = certificate(
        cast, goods_named="UAV Sivolit S-4, ground control station S-4N",
        end_user_named="Defence Supply Agency", contract_named="22/С",
        quantity_stated=Decimal(32),
    )  # fmt: skip
    assert "certificate.clear" in quiet
    assert "certificate.fewer" in certificate(cast, quantity_stated=Decimal(10))
    assert "certificate.more" in certificate(cast, quantity_stated=Decimal(100))
    assert "certificate.goods_not_named" in certificate(cast, goods_named="Lorries")
    assert "certificate.other_contract" in certificate(cast, contract_named="7/A")
    assert "certificate.other_end_user" in certificate(cast, end_user_named="Northern Traders")


def test_the_pre_submission_page_links_each_finding_to_its_field(cast, browse):
    case = builders.filled(cast, certificate=builders.CERTIFICATE | {"signatory_position": ""})
    client: Client = browse(cast.preparer)
    page = text(client.get(at("precheck", case)))
    assert f"{at('certificate', case)}#id_signatory_position" in page
    answer = json.loads(client.get(at("precheck_json", case)).content)
    assert answer["verdict"] == "would_be_returned"
    [finding] = [one for one in answer["findings"] if one["code"] == "certificate.no_position"]
    assert finding["url"] == f"{at('certificate', case)}#id_signatory_position"
    assert answer["checks"]["destination"] == "clear"
    case = builders.submitted(cast, case)
    kept = {reason.code for one in examine(snapshot.read(case.declared.text)).results
            for reason in one.reasons}  # fmt: skip
    assert {one["code"] for one in answer["findings"]} <= kept


def test_new_sections_are_saved_and_signed(cast, browse):
    client = browse(cast.preparer)
    begun = client.post(reverse("applications:new"), KIND | {"subject_kind": "technology",
                                                             "kind": "general"})  # fmt: skip
    case = fresh(cast.company.applications.get())
    assert begun["Location"] == at("tasks", case)
    assert send(client, "transfer", case, {"transfer": "Захищеним каналом"}).status_code == 302
    assert send(client, "states", case, {"other_destinations": ["EE", "LV"]}).status_code == 302
    assert send(client, "states", case, {}).status_code == 422
    content = snapshot.freeze(fresh(case))
    assert content.other_destinations == ("EE", "LV")
    assert content.transfer == "Захищеним каналом"
    assert "uktzed" not in text(client.get(at("line_add", case)))
    deal = builders.draft(cast, subject_kind="brokering")
    assert send(client, "origin", deal, {"origin": "PL"}).status_code == 302
    for name in ("states", "origin", "transfer", "files", "precheck"):
        assert client.get(at(name, deal)).status_code == 200, name


def test_several_documents_arrive_at_once_or_not_at_all(cast, browse):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.licensing.test_applicant_pages import pdf

    case, client = builders.draft(cast), browse(cast.preparer)
    both = {"kind": "technical", "uploads": [pdf("a.pdf"), pdf("b.pdf")]}
    assert send(client, "files", case, both).status_code == 302
    assert set(case.attachments.values_list("kind", flat=True)) == {"technical"}
    bad = {"uploads": [pdf("c.pdf"), SimpleUploadedFile("d.exe", b"MZ\x90\x00")]}
    assert send(client, "files", case, bad).status_code == 422
    assert send(client, "files", case, {"kind": "technical"}).status_code == 422
    assert send(client, "files", case, {**both, "kind": "nonsense"}).status_code == 422
    assert not case.attachments.exclude(kind="technical").exists()
