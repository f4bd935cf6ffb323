"""The worker and beat processes: the Celery app and its static schedule.

The schedule is reviewed in git; nobody edits the law's clock in an admin page.
"""

import os

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("dozvil")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "outbox": {"task": "notifications.sweep", "schedule": 5.0},
    "reminders": {"task": "notifications.remind", "schedule": 60.0},
    "quarantine": {"task": "documents.rescan", "schedule": 300.0},
    "sittings_watch": {"task": "commission.watch", "schedule": 3600.0},
    "written_votes": {"task": "commission.close_due", "schedule": 30.0},
    "kept_answers": {"task": "api.forget_answers", "schedule": 3600.0},
    "licences": {"task": "licensing.expire", "schedule": 300.0},
    "ledger": {"task": "audit.sequence", "schedule": 10.0},
}


def warm_up(**_: object) -> None:
    """Load WeasyPrint, fonts and sheets (records.md B1: 1 s, 56 MB) and the name engine once."""
    from core.documents.pdf import preload
    from core.screening.matching import warm_up as load_names

    preload()
    load_names()


worker_process_init.connect(warm_up, weak=False)
