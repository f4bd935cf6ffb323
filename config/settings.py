"""Settings: one file; every difference between sites is an environment variable."""

import tomllib
from pathlib import Path

from config import env as environment
from config.logging import logging_config

ENV = environment.load()
BASE_DIR = environment.ROOT
DATA_DIR = environment.data_dir()

# The demo explains itself (accounts, caught mail, test seal); production refuses its shortcuts.
DEMO = ENV.flag("DEMO", default=True)
DEBUG = ENV.flag("DEBUG", default=False)
DEMO_SECRET_KEY = "demo-only-key-that-production-refuses-to-start-with"
SECRET_KEY = ENV.text("SECRET_KEY", DEMO_SECRET_KEY)
ALLOWED_HOSTS = ENV.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver" if DEMO else "")
CSRF_TRUSTED_ORIGINS = ENV.words("CSRF_TRUSTED_ORIGINS")
SITE_URL = ENV.text("SITE_URL", f"http://localhost:{ENV.number('PORT', 8000)}")

INSTALLED_APPS = [
    "core.base",
    "core.audit",
    "core.accounts",
    "core.api",
    "core.webhooks",
    "core.documents",
    "core.notifications",
    "core.operations",
    "core.reference",
    "core.screening",
    "core.work",
    "core.ui",
    "manufacturers",
    "licensing",
    "commission",
    "tracking",
    "records",
    "demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_countries",
    "django_htmx",
    "guardian",
    "pgtrigger",
]
INSTALLED_APPS = [app for app in INSTALLED_APPS if DEMO or app != "demo"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.ui.middleware.RequestIdMiddleware",
    "core.ui.middleware.ContentSecurityPolicyMiddleware",
    "core.api.middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.ui.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.accounts.middleware.SecondFactorMiddleware",
    "core.accounts.readings.ReadingMiddleware",
    "core.ui.middleware.NoStoreMiddleware",
    "core.ui.middleware.DomainErrorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]


ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "core.ui.context_processors.page",
                "core.notifications.context_processors.inbox",
            ],
            "builtins": ["django.templatetags.i18n", "core.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "core.ui.forms.GovukRenderer"
NAVIGATION = "config.navigation.items"

# Two roles: the owner of the tables migrates, the runtime role does everything else.
DATABASE_ROLE = ENV.text("DATABASE_ROLE", "runtime")
RUNTIME_ROLE = ENV.text("DATABASE_RUNTIME_ROLE", "dozvil_app")
DATABASES = {
    "default": ENV.database("DATABASE_OWNER_URL" if DATABASE_ROLE == "owner" else "DATABASE_URL")
    | {"CONN_MAX_AGE": ENV.number("DATABASE_CONN_MAX_AGE", 60)},
}
# Only `manage.py restore` uses it: rows go in as they were, without triggers.
SUPERUSER_URL = ENV.text("DATABASE_ADMIN_URL", ENV.text("DATABASE_OWNER_URL"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = ENV.text("REDIS_URL", "redis://localhost:6379/0")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# Celery: docs/operations.md tells why. No result backend: state lives in tables.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
# A process that loads the names or the fonts (`config.celery.warm_up`) on a busy machine needs more
# than the usual four seconds; killed for it, it would be started and killed for ever.
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 120.0
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "config.beat.OnceScheduler"
# A dead broker must not hold a web request: one try, two seconds, the sweep does the rest. The
# visibility timeout is longer than the longest work, so that Redis never hands a running one out
# again; a killed worker's work comes back by the sweep and not by this.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 7200,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
# Queues by purpose, so that nobody's paper waits behind somebody's export.
CELERY_TASK_DEFAULT_QUEUE = "notices"
_QUEUES = {
    "documents": ("licensing.issue_document", "commission.issue_protocol",
                  "commission.issue_extract", "commission.issue_addendum",
                  "documents.rescan", "operations.stamp"),
    "screening": ("licensing.rescreen",),
    "exports": ("records.package", "records.export", "records.erase",
                "manufacturers.sheet"),
    # Strangers' servers may be slow: nobody's notice waits for them.
    "webhooks": ("webhooks.deliver",),
}  # fmt: skip
CELERY_TASK_ROUTES = {task: {"queue": queue} for queue, tasks in _QUEUES.items() for task in tasks}
CELERY_TIMEZONE = "Europe/Kyiv"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "core.accounts.backends.PersonBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
GUARDIAN_RAISE_403 = True
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "core.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "core.accounts.forms.SignInForm"}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Dozvil"

# Language and time.
LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", "Українська"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Kyiv"
USE_TZ = True

# Files.
STATIC_URL = "/static/"
# Made from the sources at set-up, so they live beside them and not with the data.
BUILD_ROOT = BASE_DIR / "build"
STATIC_ROOT = BUILD_ROOT / "static"
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
FILES_ROOT = Path(ENV.text("FILES_ROOT", str(DATA_DIR / "files")))
PACKAGES_ROOT = Path(ENV.text("PACKAGES_ROOT", str(DATA_DIR / "packages")))
KEYS_ROOT = Path(ENV.text("KEYS_ROOT", str(DATA_DIR / "keys")))
FONTS_ROOT = BUILD_ROOT / "fonts"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MAX_FILE_SIZE = ENV.number("MAX_FILE_MEGABYTES", 25) * 1024 * 1024
CLAMD_ADDRESS = ENV.text("CLAMD_ADDRESS")
SEALER = ENV.text("SEALER", "core.documents.sealing.SoftwareSealer")
SEAL_MODULE = ENV.text("SEAL_MODULE")
SEAL_TOKEN = ENV.text("SEAL_TOKEN", "dozvil")
SEAL_KEY_LABEL = ENV.text("SEAL_KEY_LABEL", "seal")
SEAL_PIN_FILE = ENV.text("SEAL_PIN_FILE")
TIMESTAMP_URL = ENV.text("TIMESTAMP_URL")
# People's qualified signatures: who is asked, in turn, whether one holds.
SIGNATURE_VERIFIERS = (
    "core.documents.signatures.verifiers.CmsVerifier",
    "core.documents.signatures.verifiers.ProgramVerifier",
)
SIGNATURE_PROGRAM = ENV.text("SIGNATURE_PROGRAM")

# Mail: SMTP when configured; the demo keeps messages where a page shows them.
EMAIL_HOST = ENV.text("EMAIL_HOST")
EMAIL_PORT = ENV.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = ENV.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = ENV.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = ENV.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST or not DEMO
    else "core.notifications.mail.StoredBackend"
)
DEFAULT_FROM_EMAIL = ENV.text("DEFAULT_FROM_EMAIL", "dozvil@dozvil.example")

# What upper parts lend to lower ones, by name: checks of the ledger and of readiness.
LEDGER_ORIGIN = ENV.text("LEDGER_ORIGIN", "dozvil.example/ledger")
LEDGER_WITNESSES = ENV.text("LEDGER_WITNESSES")
LEDGER_VERIFIERS: list[str] = [
    "records.verify.verify_decisions",
    "records.verify.verify_files",
    "core.documents.stamps.verify_stamps",
]
HEALTH_PROBES: list[str] = [
    "core.notifications.selectors.outbox_age",
    "core.notifications.selectors.last_beat",
]

# Programs: how often a token may call, and who knows a person's rights in companies.
API_CALLS_PER_MINUTE = ENV.number("API_CALLS_PER_MINUTE", 300)
API_STRANGERS_PER_MINUTE = ENV.number("API_STRANGERS_PER_MINUTE", 60)
# Mutual TLS: the header in which the proxy passes the verified certificate on (core.api).
API_CERTIFICATE_HEADER = ENV.text("API_CERTIFICATE_HEADER")

# Webhooks: to which ports, to which private networks nevertheless (a state's inner one), and
# the file of further certificate authorities for them.
WEBHOOK_PORTS = tuple(int(one) for one in ENV.text("WEBHOOK_PORTS", "443 8443").split())
WEBHOOK_NETWORKS = tuple(ENV.text("WEBHOOK_NETWORKS").split())
WEBHOOK_AUTHORITIES = ENV.text("WEBHOOK_AUTHORITIES")

# Operations: what runs here, and the token with which Prometheus reads /metrics (none: nobody).
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
METRICS_TOKEN = ENV.text("METRICS_TOKEN")
COMPANY_RIGHTS = "manufacturers.policies.rights_of"
# Notices and deadlines of a restricted case, or of one left for a conflict of interest, reach
# only those who may open it; pages, search and exports leave such a case out.
READERS = "commission.selectors.wall.readers_of"
HIDDEN_NUMBERS = "commission.selectors.wall.hidden_numbers"
CLOSED_CASES = "commission.selectors.wall.closed_to"
# What stands on a person's calendar beside her own deadlines.
CALENDAR_SOURCES = ("commission.selectors.calendar.sittings_between",)
# What licensing shows and the rooms above it know (licensing/selectors/upward.py).
LICENCE_BALANCES = "tracking.selectors.balance.balances"
SERIAL_SEARCH = "tracking.selectors.serial_search.find_serial"
SHIPPED_AS = "tracking.selectors.numbers.licences_shipped_as"
LICENCES_UNDER_WAY = "tracking.selectors.shipments.licences_under_way"
CASE_WAITS = "commission.selectors.waiting.expressions"
END_USER_INCIDENTS = "tracking.selectors.incidents.told_of_end_user"
SITTING_DAYS = "commission.selectors.planned.sitting_days"
DEPARTMENTS_ASKED = "commission.selectors.opinions.departments_asked"

# Transport and browser.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = ENV.flag("HTTPS", default=not DEMO)
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = ENV.number("SESSION_HOURS", 10) * 3600
LANGUAGE_COOKIE_HTTPONLY = True

LOGGING_CONFIG = None
LOGGING = logging_config(level=ENV.text("LOG_LEVEL", "INFO"), readable=DEMO)
