"""Which signatures in a file cover exactly our text: everything else is refused."""

import pytest

from core.documents.signatures.containers import Form, NotOfThisText, enclosed
from tests.core.documents.signatures import signers

TEXT = '{"number":"DZ-2026-00001","кому":"Аеро"}'
OTHER = TEXT.replace("00001", "00002")


@pytest.mark.parametrize(
    ("file", "form"),
    [
        (lambda: signers.p7s(TEXT), Form.DETACHED),
        (lambda: signers.p7s(TEXT, detached=False), Form.ENVELOPING),
        (lambda: signers.asice(TEXT), Form.CONTAINER),
        (lambda: signers.asics(TEXT), Form.CONTAINER),
    ],
)
def test_each_form_covers_the_text(file, form):
    assert [one.form for one in enclosed(file(), TEXT.encode())] == [form]


@pytest.mark.parametrize(
    "file",
    [
        lambda: signers.p7s(OTHER, detached=False),
        lambda: signers.asice(OTHER),
        lambda: signers.asics(OTHER),
        # The container holds our text, but what was signed names another digest.
        lambda: signers.asice(TEXT, said=b"\0" * 32),
        lambda: signers.packed("asic-e", {"a.json": TEXT.encode()}),
        lambda: signers.packed(
            "asic-e", {"a.json": TEXT.encode(), "META-INF/ASiCManifest.xml": b"<"}
        ),
        lambda: b"PK\x03\x04 no archive",
        lambda: b"\x30\x03abc",
        lambda: b"",
    ],
)
def test_what_signs_something_else_is_refused(file):
    with pytest.raises(NotOfThisText):
        enclosed(file(), TEXT.encode())


def test_a_manifest_cannot_load_entities():
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><ASiCManifest><SigReference URI="&a;"/></ASiCManifest>'
    files = {"a.json": TEXT.encode(), "META-INF/ASiCManifest.xml": bomb}
    with pytest.raises(NotOfThisText):
        enclosed(signers.packed("asic-e", files), TEXT.encode())


def test_signed_xml_is_recognised_but_not_judged():
    files = {"a.json": TEXT.encode(), "META-INF/signatures001.xml": b"<XAdESSignatures/>"}
    found = enclosed(signers.packed("asic-e", files), TEXT.encode())
    assert [one.form for one in found] == [Form.XADES]
