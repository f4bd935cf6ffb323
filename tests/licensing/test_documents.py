"""The promised documents: printed and sealed once, the company told once, however often it runs."""

import pytest

from core.documents.models import IssuedDocument
from core.notifications import outbox
from core.notifications.models import Message
from licensing import tasks
from licensing.models import Licence, Refusal
from tests import builders


@pytest.mark.slow
def test_licence_and_refusal_are_sealed_and_announced_once(cast):
    builders.decided(cast, lines=[builders.cap(1, 16), builders.refuse(2)])
    outbox.drain()
    licence, refusal = Licence.objects.get(), Refusal.objects.get()
    tasks.issue(kind="licence", id=str(licence.pk))
    tasks.issue(kind="refusal", id=str(refusal.pk))
    documents = {one.number: one for one in IssuedDocument.objects.all()}
    assert set(documents) == {licence.number, refusal.number}
    assert documents[licence.number].record_sha256 == licence.record_sha256
    for kind in ("licence.issued", "refusal.issued"):
        told = Message.objects.filter(kind=kind).values_list("recipient", flat=True)
        assert sorted(told) == sorted({cast.preparer.pk, cast.signatory.pk, cast.administrator.pk})
