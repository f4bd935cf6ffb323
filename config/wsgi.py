"""The web process: `gunicorn config.wsgi`. A misconfigured production site does not start."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()


def refuse_misconfiguration() -> None:
    """Raise SystemCheckError outside the demo when a check ends with an error."""
    from django.conf import settings
    from django.core.management import call_command

    if not settings.DEMO:
        call_command("check")


def warm_up() -> None:
    """Load the name engine beside the first requests, so that none of them pays for it.

    Submission, the gates and the decision screen names within the request.
    """
    from core.screening.matching import warm_up as load_names

    Thread(target=load_names, name="name engine", daemon=True).start()


refuse_misconfiguration()
warm_up()
