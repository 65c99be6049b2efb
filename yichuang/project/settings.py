"""Settings: everything a city changes comes from the environment; secrets are made once in the data folder or given by it."""

import base64
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from yichuang.files.rules.retention import periods
from yichuang.notifications.rules.quiet import quiet_hours
from yichuang.project import embedded

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.get("YICHUANG_DATA", BASE_DIR / ".data"))
DEMO = os.environ.get("YICHUANG_DEMO", "0") == "1"
# The day may be moved only in a demonstration on our own embedded database, or where somebody switched it on by name (issue 2, 13).
MOVABLE_CLOCK = (
    os.environ.get("YICHUANG_MOVABLE_CLOCK", "1" if DEMO and os.environ.get("YICHUANG_EMBEDDED") == "1" else "0") == "1"
)
DEBUG = os.environ.get("YICHUANG_DEBUG", "0") == "1"


def secret(name: str, make: str) -> str:
    """Return a secret from the environment, else from the data folder, where it is made once and kept private."""
    if value := os.environ.get(name):
        return value
    path = DATA_DIR / "secrets" / name.lower()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = {
            "urlsafe": lambda: secrets.token_urlsafe(48),
            "key32": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
            "hex32": lambda: secrets.token_hex(32),
        }[make]()
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_text(fresh)
        temporary.chmod(0o600)
        try:
            os.link(temporary, path)  # the first process wins; the others read what it made
        except FileExistsError:
            pass
        temporary.unlink()
    return path.read_text().strip()


def database(url: str) -> dict[str, object]:
    """Turn `postgresql://user:password@host:port/name?host=/socket/folder` into Django's settings."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    # Bound by the server and prepared: a third off an intake (docs/decisions/prepared-statements.md).
    prepared = os.environ.get("YICHUANG_PREPARED", "1") != "0"
    options: dict[str, object] = {"server_side_binding": True, "prepare_threshold": 2} if prepared else {}
    if size := int(os.environ.get("YICHUANG_POOL", "0")):
        options["pool"] = {"min_size": min(2, size), "max_size": size, "timeout": 30}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
        "TEST": {"NAME": os.environ.get("YICHUANG_TEST_DATABASE", f"test_{parts.path.lstrip('/')}")},
    }


SECRET_KEY = secret("DJANGO_SECRET_KEY", "urlsafe")
SEAL_KEYS = [key for key in os.environ.get("SEAL_KEYS", "").split(",") if key] or [secret("SEAL_KEY", "key32")]
BLIND_INDEX_KEY = secret("BLIND_INDEX_KEY", "key32")
LEDGER_KEY = secret("LEDGER_KEY", "hex32")
FILES_ROOT = Path(os.environ.get("FILES_ROOT", DATA_DIR / "files"))
# Where the bytes of files lie: `local` (FILES_ROOT, shared by all web nodes) or `s3` (any store that speaks the protocol).
FILES_STORAGES = {"local": "yichuang.files.storage.LocalStorage", "s3": "yichuang.files.s3.S3Storage"}
STORAGE = os.environ.get("YICHUANG_STORAGE", "local")
if STORAGE not in FILES_STORAGES:
    raise ImproperlyConfigured(f"YICHUANG_STORAGE={STORAGE}: local or s3")
FILES_STORAGE = FILES_STORAGES[STORAGE]
S3 = {
    "name": os.environ.get("YICHUANG_S3_BUCKET", ""),
    "endpoint": os.environ.get("YICHUANG_S3_ENDPOINT", ""),
    "region": os.environ.get("YICHUANG_S3_REGION", "us-east-1"),
    "prefix": os.environ.get("YICHUANG_S3_PREFIX", ""),
    "access_key": os.environ.get("YICHUANG_S3_ACCESS_KEY", ""),
    "secret_key": os.environ.get("YICHUANG_S3_SECRET_KEY", ""),
    "addressing": os.environ.get("YICHUANG_S3_ADDRESSING", "path"),
}
if STORAGE == "s3" and not S3["name"]:
    raise ImproperlyConfigured("YICHUANG_STORAGE=s3 needs YICHUANG_S3_BUCKET")
# How long files are kept, where a house does not follow the table (`case=15y,desk=7d`; files/rules/retention.py).
RETENTION = periods(os.environ.get("YICHUANG_RETENTION", ""))
SIGNING_FOLDER = DATA_DIR / "signing"
OUTBOX = DATA_DIR / "outbox"
# A virus scanner (clamd) that is asked about every upload: `host:port`, or the path of its socket; empty: none.
CLAMAV = os.environ.get("YICHUANG_CLAMAV", "")
# How messages go out: `file` (outbox folder), `console` (the worker's log), `sms` (the gateway), `webhook` (the place's own platform).
MESSAGE_CHANNEL = os.environ.get("YICHUANG_MESSAGES", "file" if DEMO else "sms")
if MESSAGE_CHANNEL not in ("file", "console", "sms", "webhook"):
    raise ImproperlyConfigured(f"YICHUANG_MESSAGES={MESSAGE_CHANNEL}: file, console, sms or webhook")
# The SMS gateway (docs/notifications.md): keys, registered signature, and the secret part of the addresses at which it reports to us.
SMS_GATEWAY: dict[str, Any] = {
    "url": os.environ.get("YICHUANG_SMS_URL", "https://dysmsapi.aliyuncs.com/"),
    "region": os.environ.get("YICHUANG_SMS_REGION", "cn-hangzhou"),
    "key_id": os.environ.get("YICHUANG_SMS_KEY_ID", ""),
    "key_secret": os.environ.get("YICHUANG_SMS_KEY_SECRET", ""),
    "sign_name": os.environ.get("YICHUANG_SMS_SIGN_NAME", "一窗受理平台"),
    "callback_secret": os.environ.get("YICHUANG_SMS_CALLBACK_SECRET", ""),
    # The gateway's template numbers for places that keep none of their own: `reset_code=SMS_1,ticket_taken=SMS_2`.
    "codes": dict(one.split("=", 1) for one in os.environ.get("YICHUANG_SMS_TEMPLATES", "").split(",") if "=" in one),
}
if SMS_GATEWAY["callback_secret"] and len(SMS_GATEWAY["callback_secret"]) < 24:
    raise ImproperlyConfigured("YICHUANG_SMS_CALLBACK_SECRET needs 24 characters at least")
SMTP: dict[str, Any] = {
    "host": os.environ.get("YICHUANG_SMTP_HOST", ""),
    "port": int(os.environ.get("YICHUANG_SMTP_PORT", "587")),
    "security": os.environ.get("YICHUANG_SMTP_SECURITY", "starttls"),
    "user": os.environ.get("YICHUANG_SMTP_USER", ""),
    "password": os.environ.get("YICHUANG_SMTP_PASSWORD", ""),
    "sender": os.environ.get("YICHUANG_SMTP_SENDER", ""),
    "ca_file": os.environ.get("YICHUANG_SMTP_CA_FILE", ""),
}
if SMTP["security"] not in ("starttls", "tls", "none"):
    raise ImproperlyConfigured(f"YICHUANG_SMTP_SECURITY={SMTP['security']}: starttls, tls or none")
if SMTP["host"] and "@" not in SMTP["sender"]:
    raise ImproperlyConfigured("YICHUANG_SMTP_HOST needs YICHUANG_SMTP_SENDER, the address that mails come from")
MESSAGE_WEBHOOK: dict[str, Any] = {
    "url": os.environ.get("YICHUANG_MESSAGE_WEBHOOK_URL", ""),
    "secret": os.environ.get("YICHUANG_MESSAGE_WEBHOOK_SECRET", ""),
}
# At night only codes, calls and receipts go out; the others wait for the morning. A demonstration shows everything at once.
QUIET_HOURS = os.environ.get("YICHUANG_QUIET_HOURS", "off" if DEMO else "22:00-07:00")
try:
    quiet_hours(QUIET_HOURS)
except ValueError as error:
    raise ImproperlyConfigured(f"YICHUANG_QUIET_HOURS={error}") from error
# How many experts of other offices a business review needs at least (S2-21).
REVIEWERS_NEEDED = int(os.environ.get("YICHUANG_REVIEWERS", "2"))
# Where departments' systems may live beside the public internet, and whether they may be spoken to without TLS (one machine, tests).
EXCHANGE_NETWORKS = [
    one for one in os.environ.get("YICHUANG_EXCHANGE_NETWORKS", "127.0.0.0/8,::1/128" if DEMO else "").split(",") if one
]
# For how many days the texts of messages with departments' systems are kept: three years, as claims run (民法典 188); never under the six
# months that logs must be kept (网络安全法 21(三)).
EXCHANGE_KEEPS_DAYS = max(183, int(os.environ.get("YICHUANG_EXCHANGE_KEEPS_DAYS", "1095")))
EXCHANGE_PLAIN_HTTP = os.environ.get("YICHUANG_EXCHANGE_PLAIN_HTTP", "1" if DEMO else "0") == "1"
# Who may read /metrics, and which proxies of ours stand in front (their X-Forwarded-For is believed, nobody else's).
METRICS_NETWORKS = [one for one in os.environ.get("YICHUANG_METRICS_NETWORKS", "127.0.0.0/8,::1/128").split(",") if one]
TRUSTED_PROXIES = [one for one in os.environ.get("YICHUANG_TRUSTED_PROXIES", "").split(",") if one]
# How many calls one process passes on to one upstream at once: a slow one must not take the threads that serve the counter.
SHARING_CALLS_AT_ONCE = int(
    os.environ.get("YICHUANG_SHARING_CALLS", str(max(2, int(os.environ.get("YICHUANG_WEB_THREADS", "8")) // 2)))
)
# How many requests a web process works on at once (docs/operators.md).
WEB_THREADS = int(os.environ.get("YICHUANG_WEB_THREADS", "8"))
# How many screens of the hall may keep a stream open in one web process; each holds a thread (docs/decisions/live-screens.md).
LIVE_STREAMS = int(os.environ.get("YICHUANG_LIVE_STREAMS", "128"))
# After so many seconds a stream ends and the screen opens another, which asks anew whether it may; 0: a stream ends after its first frame.
LIVE_SECONDS = float(os.environ.get("YICHUANG_LIVE_SECONDS", "600"))
# A session ends after twelve hours, or after two without a request; a person is signed in on two pages at once at most.
SESSION_LASTS = timedelta(hours=float(os.environ.get("SESSION_HOURS", "12")))
SESSION_IDLES = timedelta(hours=float(os.environ.get("SESSION_IDLE_HOURS", "2")))
SESSION_PAGES, SESSION_CLIENTS = 2, 20

DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL") or embedded.address(DATA_DIR / "postgres") or "postgresql:///yichuang"
    )
}

# Where documents' QR codes lead, and what browsers may call us.
PUBLIC_URL = os.environ.get("PUBLIC_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "*" if DEMO else "127.0.0.1,localhost,testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]
SECURE_COOKIES = PUBLIC_URL.startswith("https://")

ROOMS = [
    "yichuang.foundations",
    "yichuang.organizations",
    "yichuang.files",
    "yichuang.notifications",
    "yichuang.accounts",
    "yichuang.catalog",
    "yichuang.cases",
    "yichuang.studio",
    "yichuang.exchange",
    "yichuang.hall",
    "yichuang.online",
    "yichuang.life_events",
    "yichuang.mining",
    "yichuang.feedback",
    "yichuang.sharing",
    "yichuang.legacy",
    "yichuang.debugging",
    "yichuang.portal",
    "yichuang.workbench",
    "yichuang.demo",
    "yichuang.ui",
]
# A room joins the house when its apps.py exists, so that the house stands while it is being built.
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "procrastinate.contrib.django",
    "axes",
    *[room for room in ROOMS if (BASE_DIR / room.replace(".", "/") / "apps.py").exists()],
]

MIDDLEWARE = [
    "yichuang.project.middleware.watched",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yichuang.project.middleware.at_once",
    "yichuang.project.middleware.content_security",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yichuang.project.middleware.readers_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    *(
        ["yichuang.accounts.middleware.actor_of_request"]
        if (BASE_DIR / "yichuang/accounts/middleware.py").exists()
        else []
    ),
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "yichuang.project.middleware.refusals",
]

ROOT_URLCONF = "yichuang.project.urls"
WSGI_APPLICATION = "yichuang.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [("yichuang.ui.engine.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "yichuang.project.context.house",
                "yichuang.portal.context.public",
                *(
                    ["yichuang.workbench.context.shell"]
                    if (BASE_DIR / "yichuang/workbench/context.py").exists()
                    else []
                ),
            ],
            "builtins": ["django.templatetags.i18n", "yichuang.ui.templatetags.ui"]
            if (BASE_DIR / "yichuang/ui/templatetags/ui.py").exists()
            else [],
        },
    }
]

SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_NAME = "yichuang"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

AUTH_USER_MODEL = "accounts.Staff" if "yichuang.accounts" in INSTALLED_APPS else "auth.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Django's own cost: a third of a second of processor for each sign-in. The suite, which signs in thousands of times, asks for less.
PASSWORD_MEMORY_KIB = int(os.environ.get("YICHUANG_PASSWORD_MEMORY_KIB", "102400"))
PASSWORD_HASHERS = [
    "yichuang.foundations.passwords.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # thirty minutes are thirty minutes, however often one tries
AXES_LOCKOUT_PARAMETERS = ["username"]  # a clerk moves between counters: the account is locked, not the address
# W002: no AxesMiddleware, all it does is to put an English sentence in the place of our answer to the fifth wrong try.
SILENCED_SYSTEM_CHECKS = ["axes.W002", "axes.W006"]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
LOGIN_URL = "/sign-in/"

LANGUAGE_CODE = "zh-hans"
# The words of each room are in its own `locale` folder; English is read where a person asked for it (docs/decisions/two-languages.md).
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# What a city calls its matters, places and materials in English is content and its own (`manage.py content_words`); the demonstration
# has it already.
LOCALE_PATHS = [DATA_DIR / "locale", *([BASE_DIR / "demo" / "locale"] if DEMO else [])]
LANGUAGE_COOKIE_NAME = "yichuang_language"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": ["asctime", "levelname", "name", "message"],
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger", "message": "what"},
            "json_ensure_ascii": False,
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": os.environ.get("LOG_FORMAT", "plain")},
        "trace": {"class": "logging.StreamHandler", "formatter": "json"},
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    # It warns of our own certificate on every signature; what is wrong with one is found by checking it.
    "loggers": {
        "pyhanko": {"level": "ERROR"},
        "pyhanko_certvalidator": {"level": "ERROR"},
        "yichuang.trace": {
            "handlers": ["trace"],
            "level": "INFO" if os.environ.get("YICHUANG_TRACE", "0") == "1" else "CRITICAL",
            "propagate": False,
        },
    },
}
