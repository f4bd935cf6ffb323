"""What goes on inside the site while something breaks, and the judgement afterwards.

Run as `manage.py shell -c "from tests.faults import acting; acting.decide(20)"`. Each act that was
confirmed (its transaction is committed) is told in one line; what was told must be there later.
"""

import json
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, connections, transaction

from core.base import clock
from core.documents import intake, selectors, services
from core.documents.models import IssuedDocument, Scan, StoredFile
from core.documents.sealing import check_seal
from core.notifications import reminders
from core.notifications.models import Message, Outbox, Reminder, SentMail
from demo.cast import build_cast
from licensing.models import Application, Decision, Licence, Refusal
from licensing.services import deciding
from licensing.services.deciding import LineDecision
from tests import builders
from tests.core.documents import corpus
from tests.faults.scene import keep_bytes


def decide(count: int) -> None:
    """Decide so many cases one after the other."""
    _repeat(count, _decide_one)


def submit(count: int) -> None:
    """Submit so many applications one after the other."""
    _repeat(count, _submit_one)


def remind(days: int) -> None:
    """Run the reminder engine as if the clock had jumped by so many days."""
    with clock.at(clock.now() + timedelta(days=days)):
        _tell(reminded=reminders.run())


def send(count: int) -> None:
    """Send so many files."""
    sender = build_cast().preparer
    with transaction.atomic():
        files = [intake.receive(actor=sender, upload=_pdf(n)) for n in range(count)]
    _tell(kept=[str(file.pk) for file in files])


def rescan(kept: list[str]) -> None:
    """Scan again what waits, and compare with what was kept: nothing may pass before."""
    files = StoredFile.objects.filter(pk__in=kept)
    passed = files.exclude(scan=Scan.QUARANTINED).count()
    services.rescan_quarantined()
    still = files.exclude(scan=Scan.CLEAN).count()
    _tell(lost=len(kept) - files.count(), duplicated=0, half=passed + still)


def there(numbers: list[str]) -> None:
    """Tell how many of these decisions are there."""
    _tell(there=Decision.objects.filter(number__in=numbers).count())


def _pdf(number: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{number}.pdf", corpus.plain_pdf())


def _decide_one() -> str:
    cast = build_cast()
    case = builders.considered(cast)
    decision = deciding.decide(
        actor=cast.head,
        application_id=case.pk,
        version=case.version,
        lines=[LineDecision(position=1, outcome="approved"), builders.refuse(2)],
        valid_until=clock.today() + timedelta(days=300),
    )
    return decision.number


def _submit_one() -> str:
    return builders.submitted(build_cast()).number or ""


def _repeat(count: int, act: Callable[[], str]) -> None:
    """Act until so many are confirmed; a lost database is waited for, as a person would."""
    keep_bytes()
    done = 0
    while done < count:
        try:
            number = act()
        except (OperationalError, InterfaceError):
            connections.close_all()
            time.sleep(0.3)
            continue
        done += 1
        _tell(confirmed=number)


def judge(confirmed: list[str], at_rest_at: str) -> None:
    """Compare what was confirmed with what is there, when every promise is kept.

    What the beat promised after that moment, a webhook tried again, is no half of an act.
    """
    found: Counter[str] = Counter()
    _judge_acts(confirmed, found)
    for paper in [*Licence.objects.select_related("application"), *Refusal.objects.all()]:
        _judge_paper(paper.number, found)
    _judge_mail(found)
    decided = Application.objects.filter(status="decided")
    found["half"] += decided.filter(decisions__isnull=True).count()
    earlier = Outbox.objects.filter(created_at__lt=datetime.fromisoformat(at_rest_at))
    found["half"] += earlier.filter(done_at__isnull=True).count()
    keys = Reminder.objects.values_list("deadline", "person", "due_on", "occasion")
    found["duplicated"] += len(keys) - len(set(keys))
    _tell(lost=found["lost"], duplicated=found["duplicated"], half=found["half"])


def _judge_acts(confirmed: list[str], found: Counter[str]) -> None:
    there = set(Decision.objects.values_list("number", flat=True))
    there |= set(Application.objects.filter(number__isnull=False).values_list("number", flat=True))
    found["lost"] += len(set(confirmed) - there)
    found["duplicated"] += len(confirmed) - len(set(confirmed))


def _judge_paper(number: str, found: Counter[str]) -> None:
    papers = list(IssuedDocument.objects.filter(number=number))
    found["lost"] += not papers
    found["duplicated"] += len(papers[1:])
    for paper in papers:
        try:
            found["half"] += not check_seal(selectors.content_of(paper)).holds
        except (OSError, ValueError):
            found["half"] += 1
    if papers and not Message.objects.filter(dedupe_key__startswith=f"issued:{number}:").exists():
        found["lost"] += 1


def _judge_mail(found: Counter[str]) -> None:
    """Each message was mailed once; where the demo's catcher is not used, it is not asked."""
    found["lost"] += Message.objects.filter(
        mailed_at__isnull=True, recipient__is_active=True
    ).count()
    caught = Counter(one.partition("@")[0] for one in _caught())
    found["duplicated"] += sum(number - 1 for number in caught.values())


def _caught() -> list[str]:
    return list(SentMail.objects.values_list("message_id", flat=True))


def _tell(**facts: object) -> None:
    print(json.dumps(facts), flush=True)
