"""Every form of a company's applications, found on the pages themselves, in every state of a case.

A page that gets a form later is fuzzed without a word here: the addresses come from the resolver,
the forms, where they go and their fields from the page.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from demo.cast import Cast
from licensing.models import Application, OwedReport
from licensing.services import drafting
from tests import builders
from tests.manufacturers.test_fuzz import ANSWERS, FIELD, NAUGHTY, main, outcome
from tests.manufacturers.test_pages import browser
from tests.security.test_permission_matrix import patterns

pytestmark = pytest.mark.slow

ROOM = "applications:"
ADDRESSES = sorted((n, keys) for n, keys in patterns(get_resolver()) if n.startswith(ROOM))
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
#: What a company can send; who adds a form adds it here, so that none is ever lost from the walk.
FORMS = {
    *("new", "kind", "states", "origin", "transfer", "contract", "end_use", "end_user"),
    *("certificate", "line_add", "line", "line_remove", "party_add", "party", "party_remove"),
    *("files", "file_remove", "declare", "withdraw", "discard", "copy", "appeal", "amend"),
    *("question", "report"),
}


@dataclass(frozen=True)
class Form:
    """A form as a page shows it: who sees it, where it goes, what may be typed."""

    name: str
    client: Client
    address: str
    fields: tuple[str, ...]
    uploads: tuple[str, ...]
    version: str

    def send(self, **typed: object) -> int:
        """Send the form from its page and take back what was written; the version is true."""
        return outcome(self.client, self.address, {"version": self.version, **typed})


def cases(cast: Cast) -> list[Application]:
    """Return a draft of each form that has sections of its own, and a case in each later state."""
    whole = builders.filled(cast)
    consignee = builders.END_USER | {"role": "consignee"}
    drafting.save_party(
        actor=cast.preparer,
        application_id=whole.pk,
        version=builders.version(whole.pk),
        values=consignee,
    )
    knowledge = builders.draft(cast, subject_kind="technology", kind="general")
    deal = builders.draft(cast, subject_kind="brokering")
    asked = builders.questioned(cast).application
    lines = [builders.refuse(1), builders.refuse(2)]
    refused = builders.decided(cast, lines=lines).application
    return [whole, knowledge, deal, asked, refused]


def names_in(case: Application) -> dict[str, Any]:
    """Return what stands in the addresses of a case."""
    found = {
        "ref": case.ref,
        "line_id": case.lines.first(),
        "party_id": case.parties.filter(role="consignee").first(),
        "attachment_id": case.attachments.first(),
        "request_id": case.requests.first(),
    }
    return {key: getattr(one, "pk", one) for key, one in found.items() if one is not None}


@pytest.fixture
def forms(cast: Cast) -> list[Form]:
    """Every form on the company's pages about its cases, once for each set of fields."""
    cache.clear()
    found: dict[tuple[str, tuple[str, ...]], Form] = {}
    licence = builders.decided(cast).licence
    owed = OwedReport.objects.filter(licence=licence).first()
    addresses = [reverse("licences:report", args=[owed.pk])]
    for case in cases(cast):
        here = names_in(case)
        addresses += [
            reverse(name, kwargs={key: here[key] for key in keys})
            for name, keys in ADDRESSES
            if not keys - here.keys()
        ]
    for person in (cast.preparer, cast.signatory):
        client = browser(person)
        for address in addresses:
            for form in forms_on(client, address, is_ours):
                found.setdefault((form.name, form.fields), form)
    return list(found.values())


def is_ours(name: str) -> bool:
    """Return whether an address takes what a company sends about its cases."""
    return name.startswith(ROOM) or name == "licences:report"


def forms_on(client: Client, address: str, wanted: Callable[[str], bool]) -> Iterator[Form]:
    """Yield what a person may send from a page to the addresses that are wanted."""
    answer = client.get(address)
    if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
        return
    for head, body in FORM.findall(main(answer.content.decode())):
        action = re.search(r'\baction="([^"]+)"', head)
        target = action.group(1) if action else address
        name = resolve(target.partition("?")[0]).view_name
        if 'method="post"' in head and wanted(name):
            yield Form(
                name.partition(":")[2],
                client,
                target,
                tuple(sorted(set(FIELD.findall(body)) - {"csrfmiddlewaretoken", "version"})),
                tuple(re.findall(r'type="file" name="(\w+)"', body)),
                body.partition('name="version" value="')[2].partition('"')[0],
            )


def test_every_form_takes_whatever_is_sent(forms: list[Form]) -> None:
    """One walk: to make a case in every state costs more than the sending."""
    assert {form.name for form in forms} == FORMS
    no_text_breaks_a_page(forms)
    a_megabyte_is_answered(forms)
    uploads = {"certificate", "contract", "files", "question", "report"}
    assert hostile_files_are_refused(forms) == uploads


def no_text_breaks_a_page(forms: list[Form]) -> None:
    """Send every naughty text in all fields of every form at once."""
    for form in forms:
        for kind, text in NAUGHTY.items():
            typed = dict.fromkeys(form.fields, text)
            assert form.send(**typed) in ANSWERS, (form.name, kind)
        assert form.send(version=NAUGHTY["NUL"]) in ANSWERS, form.name


def a_megabyte_is_answered(forms: list[Form]) -> None:
    """Send a megabyte in one field after the other."""
    for form in forms:
        for field in form.fields:
            assert form.send(**{field: "ї" * 500_000}) in ANSWERS, (form.name, field)


HOSTILE = (b"", b"\0" * 100, b"MZ\x90", b"%PDF-1.7 broken", b"<svg/>")


def hostile_files_are_refused(forms: list[Form]) -> set[str]:
    """Send what is no paper at every place for a file; return the names of those forms."""
    uploads = set()
    for form in forms:
        for field in form.uploads:
            for content in HOSTILE:
                file = SimpleUploadedFile("a\u202efdp.exe", content)
                assert form.send(**{field: file}) == 422, (form.name, field)
            uploads.add(form.name)
    return uploads
