"""Every field of every form of the company takes whatever people paste into it: no page breaks,
nothing is lost, and what is kept is shown as plain text.
"""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from licensing import snapshot
from licensing.checks.names import mixed_words
from licensing.checks.run import examine
from licensing.forms import applicant, applicant_base, applicant_parties
from licensing.models import Application
from licensing.services import drafting
from tests import builders
from tests.builders import fresh, version
from tests.licensing.test_applicant_pages import (
    CERTIFICATE,
    KIND,
    LINE,
    PARTY,
    at,
    browse,
    send,
    text,
)

__all__ = ["browse"]

NAUGHTY = {
    "right to left": "Agency \u202egnp.exe",
    "isolate": "\u2067Агентство\u2069",
    "nul": "a\x00b",
    "bell": "a\x07b",
    "a megabyte": "ї" * 1_000_000,
    "emoji": "Агентство 👩‍🚀🇺🇦",
    "markup": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "template": "{{ 7|add:7 }}{% debug %}",
    "formula": "=cmd|' /C calc'!A0",
    "percent": "100% %s %(name)s",
    "combining": "Z̷̢͇͋a̵̛l̶g̴o" * 30,
    "surrogate": "a\udcffb",
    "spaces": "\u3000\u00a0 \t\n",
    "number": "9" * 400,
    "infinity": "Infinity",
    "minus zero": "-0",
    "path": "../../../etc/passwd",
    "sql": "'; DROP TABLE licensing_application; --",
    "homoglyph": "Аgency",
}

PAGES: dict[str, dict[str, str]] = {
    "kind": KIND,
    "states": {"other_destinations": "EE"},
    "origin": {"origin": "PL"},
    "transfer": {"transfer": "Каналом"},
    "contract": {"contract_no": "22/С", "contract_date": "12.10.2026", "incoterm": "FCA",
                 "contract_place": "Яворище"},
    "line_add": {**LINE, "product": ""},
    "end_use": {"end_use_uk": "Берег", "end_use_en": "Coast"},
    "end_user": PARTY,
    "party_add": {**PARTY, "role": "consignee"},
    "certificate": {**CERTIFICATE, "end_user_named": "x", "goods_named": "x", "contract_named": "x",
                    "quantity_stated": "3"},
    "files": {"kind": "other"},
}  # fmt: skip
#: Fields in which any word can stand: only here can something odd be kept.
FREE = frozenset(
    {"title", "transfer", "contract_no", "contract_place", "name_uk", "name_en", "end_use_uk",
     "end_use_en", "register_no", "address_uk", "address_en", "number", "issuer",
     "signatory_name", "signatory_position", "end_user_named", "goods_named", "contract_named"}
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_no_field_breaks_its_page(cast, browse, page):
    case, client, good = builders.draft(cast), browse(cast.preparer), PAGES[page]
    for name, bad in NAUGHTY.items():
        typed = bad.encode("utf-8", "replace").decode()
        everywhere = dict.fromkeys([*good, "version"], typed)
        where_any_word_stands = good | dict.fromkeys(FREE & good.keys(), typed)
        for answers in (everywhere, where_any_word_stands):
            response = send(client, page, case, answers)
            # A megabyte in every field is more than a call may carry: refused before it is read.
            too_much = {400} if name == "a megabyte" else set()
            assert response.status_code in {302, 409, 422} | too_much, (page, name)
            if response.status_code != 302:
                assert "<script>alert(1)" not in text(response), (page, name)
    for name in ("tasks", "check", "precheck", page):
        assert "<script>alert(1)" not in text(client.get(at(name, case)))


def test_every_form_of_the_company_is_fuzzed():
    known = {field for good in PAGES.values() for field in good}
    asked = {"declared", "reason", "grounds", "text", "complete", "draft_version"}
    for module in (applicant, applicant_base, applicant_parties):
        for form in vars(module).values():
            if isinstance(form, type) and issubclass(form, forms.Form):
                plain = {
                    name
                    for name, field in form.base_fields.items()
                    if not isinstance(field, forms.FileField) and name != "version"
                }
                assert plain <= known | asked, form


@pytest.mark.parametrize("bad", NAUGHTY.values(), ids=NAUGHTY)
def test_no_word_breaks_answers_and_the_ways_out(cast, browse, bad):
    bad = bad.encode("utf-8", "replace").decode()
    request = builders.questioned(cast)
    case, client = request.application, browse(cast.signatory)
    url = at("question", case, request.pk)
    for answers in (
        {"text": bad, "draft_version": bad, "then": "keep"},
        {"text": bad, "complete": bad},
        {"text": bad, "complete": "no"},
        {"text": bad, "complete": "no", "uploads": SimpleUploadedFile("x.pdf", bad[:99].encode())},
    ):
        assert client.post(url, answers).status_code in {302, 409, 422}
    assert "<script>alert(1)" not in text(client.get(url))
    assert send(client, "withdraw", case, {"reason": bad, "version": "x"}).status_code in {409, 422}
    for name in ("new", "list"):
        assert client.get(f"/applications/?after={name}&q={bad[:200]}").status_code == 200


def test_a_name_of_two_alphabets_is_pointed_at_and_kept(cast):
    assert mixed_words("Агентство Defence S-4 станція-UAV") == []
    assert mixed_words("Defenсe Аgency") == ["Defenсe", "Аgency"]
    case = builders.filled(cast)
    party = case.parties.get()
    drafting.save_party(
        actor=cast.preparer,
        application_id=case.pk,
        version=version(case.pk),
        values={**builders.END_USER, "name_en": "Defenсe Supply"},
        party_id=party.pk,
    )
    [reason] = [
        reason
        for one in examine(snapshot.freeze(fresh(case))).results
        for reason in one.reasons
        if reason.code == "names.mixed"
    ]
    assert (reason.section, reason.params["word"]) == ("end_user", "Defenсe")
    assert Application.objects.get(pk=case.pk).parties.get().name_en == "Defenсe Supply"
