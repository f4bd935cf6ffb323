"""What the fault tests do inside the site: `manage.py shell -c "... scene.decide()"`.

Each function prints one line of JSON, which `told` of the tests reads.
"""

import json
from datetime import timedelta
from typing import Any

from core.base import clock
from core.documents import selectors, storage
from core.documents.models import IssuedDocument, StoredFile
from core.documents.sealing import check_seal
from core.notifications import outbox
from core.notifications.models import Message, Outbox, SentMail
from demo.cast import build_cast
from licensing.models import Decision
from licensing.services import deciding
from licensing.services.deciding import LineDecision
from records import packages
from records.filters import Filter
from tests import builders


def decide() -> None:
    """Bring a case before the head of licensing and let her grant one line and refuse the other."""
    cast = build_cast()
    keep_bytes()
    case = builders.considered(cast)
    outbox.drain()  # the notices of the way here: only the decision's own promises stay open
    decision = deciding.decide(
        actor=cast.head,
        application_id=case.pk,
        version=case.version,
        lines=[LineDecision(position=1, outcome="approved"), builders.refuse(2)],
        valid_until=clock.today() + timedelta(days=300),
    )
    _tell(licence=decision.licence.number, refusal=decision.refusal.number, case=decision.number)


def order_package() -> None:
    """Let the auditor order a package of everything decided."""
    package = packages.order(actor=build_cast().auditor, wanted=Filter(), purpose="Перевірка")
    _tell(work=str(package.work_id))


def keep_bytes() -> None:
    """Store the bytes that the builders only name, so that the ledger finds every file."""
    for name in ("contract.pdf", "certificate.pdf"):
        storage.store(name.encode())


def look(decision_number: str) -> None:
    """Tell what stands behind a decision now: papers, notices, mails, promises."""
    decision = Decision.objects.select_related("licence", "refusal").get(number=decision_number)
    numbers = [decision.licence.number, decision.refusal.number]
    notices = _notices(numbers)
    mails = [f"<{notice.pk}@" for notice in notices]
    _tell(
        documents=[_paper(paper) for paper in _papers(numbers)],
        files=StoredFile.objects.filter(name__in=[f"{number}.pdf" for number in numbers]).count(),
        notices=sorted([notice.params["number"], notice.recipient.email] for notice in notices),
        mails=[SentMail.objects.filter(message_id__startswith=mail).count() for mail in mails],
        open_promises=Outbox.objects.filter(done_at__isnull=True).count(),
    )


def _papers(numbers: list[str]) -> list[IssuedDocument]:
    return list(IssuedDocument.objects.filter(number__in=numbers).order_by("number"))


def _paper(paper: IssuedDocument) -> list[object]:
    return [paper.number, check_seal(selectors.content_of(paper)).holds]


def _notices(numbers: list[str]) -> list[Message]:
    """Return the notices that the papers are issued, not the earlier ones of the case."""
    found = Message.objects.filter(dedupe_key__startswith="issued:", params__number__in=numbers)
    return list(found.select_related("recipient").order_by("dedupe_key"))


def _tell(**facts: Any) -> None:
    print(json.dumps(facts))
