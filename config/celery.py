"""The worker and beat processes: the Celery app and its static schedule.

The schedule is reviewed in git; nobody edits the law's clock in an admin page.
"""

import os

from celery import Celery
from celery.signals import setup_logging, worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("dozvil")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

EVERY: dict[str, tuple[str, float]] = {
    "outbox": ("notifications.sweep", 5.0),
    "reminders": ("notifications.remind", 60.0),
    "digests": ("notifications.digests", 300.0),
    "quarantine": ("documents.rescan", 300.0),
    "stamps": ("operations.stamp", 3600.0),
    "sittings_watch": ("commission.watch", 3600.0),
    "written_votes": ("commission.close_due", 30.0),
    "kept_answers": ("api.forget_answers", 3600.0),
    "webhooks": ("webhooks.due", 30.0),
    "old_webhooks": ("webhooks.forget", 3600.0),
    "changed_data": ("licensing.follow", 10.0),
    "licences": ("licensing.expire", 300.0),
    "ledger": ("audit.sequence", 10.0),
}
# A run that no worker took before the next one is due is dropped: the next does the work of both.
app.conf.beat_schedule = {
    name: {"task": task, "schedule": seconds, "options": {"expires": seconds}}
    for name, (task, seconds) in EVERY.items()
}


def warm_up(**_: object) -> None:
    """Load once in each process what its queues need: WeasyPrint, fonts and sheets, names.

    records.md B1: one second and 56 MB for the documents, so nobody else pays for them. It is
    done after the fork: Pango's and fontconfig's caches are not made to be forked.
    """
    queues = set(app.amqp.queues.consume_from)
    if "documents" in queues:
        from core.documents.pdf import preload

        preload()
    if "screening" in queues:
        from core.screening.matching import warm_up as load_names

        load_names()


def heed_signals(**_: object) -> None:
    """Let a signal end the statement in which the process waits."""
    from core.work.stopping import give_up_statements_on_signal

    give_up_statements_on_signal()


def keep_logging(**_: object) -> None:
    """Leave the logs as `config.logging` made them; Celery would put its own in their place."""


worker_process_init.connect(warm_up, weak=False)
worker_process_init.connect(heed_signals, weak=False)
setup_logging.connect(keep_logging, weak=False)
