"""Settings of the tests: real parts are started first, then the site's own settings are read.

With DATABASE_URL set the tests use that server; otherwise the embedded one under `var/tests`.
"""

import os
import tempfile
from pathlib import Path

if "DATABASE_URL" not in os.environ:
    os.environ.setdefault("DATA_DIR", str(Path(__file__).parent.parent / "var" / "tests"))
    from config import parts

    os.environ.update(parts.start())

os.environ["DEMO"] = "1"
# Playwright keeps an event loop in the thread of the tests; Django would take it for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ["LOG_LEVEL"] = "CRITICAL"

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS: dict[str, str] = {}
API_STRANGERS_PER_MINUTE = 1_000_000
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
# Each test client builds its middleware anew; without this it would scan every static file again.
WHITENOISE_AUTOREFRESH = True

# Test runs live side by side: each has keys and cache entries of its own.
PACKAGES_ROOT = Path(tempfile.mkdtemp(prefix="dozvil-test-packages-"))
KEYS_ROOT = Path(tempfile.mkdtemp(prefix="dozvil-test-keys-"))
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
CACHES = {
    # A database of its own: clearing the cache of one process leaves the others' counts alone.
    "default": CACHES["default"] | {"LOCATION": f"{REDIS_URL}?db={_WORKER + 2}"}  # noqa: F405
}
