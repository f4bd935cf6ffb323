"""The web process: `gunicorn config.wsgi`. A misconfigured production site does not start."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()


def refuse_misconfiguration() -> None:
    """Raise SystemCheckError outside the demo when a check ends with an error."""
    from django.conf import settings
    from django.core.management import call_command

    if not settings.DEMO:
        call_command("check")


refuse_misconfiguration()
