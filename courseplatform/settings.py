"""All settings, read from the environment: `NAME`, or `NAME_FILE` naming a file that holds the value.

The defaults suit `make run` on one machine. `PRODUCTION=true` refuses to start with the default secret or without
host names, and sends cookies over HTTPS only.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import FileAwareEnv

from courseplatform.mailserver import MailServer

BASE_DIR = Path(__file__).resolve().parent.parent
env = FileAwareEnv()

DEFAULT_SECRET_KEY = "insecure-" + "for-one-machine-only-" * 2

PRODUCTION: bool = env.bool("PRODUCTION", False)
DEBUG: bool = env.bool("DEBUG", False)
SECRET_KEY: str = env.str("SECRET_KEY", DEFAULT_SECRET_KEY)
ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
)
if PRODUCTION and (SECRET_KEY == DEFAULT_SECRET_KEY or len(SECRET_KEY) < 32):
    raise ImproperlyConfigured(
        "PRODUCTION is true and SECRET_KEY is the default or shorter than 32 characters: "
        "set SECRET_KEY or SECRET_KEY_FILE."
    )
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "PRODUCTION is true and ALLOWED_HOSTS is empty: set it to the site's host names."
    )
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

# Everything the platform writes besides its database lies below here: the engine, base images, references.
STATE_DIR = Path(env.str("STATE_DIR", str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "labs",
    "grading",
    "allauth",
    "allauth.account",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "courseplatform.caching.caching",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "labs.preferences.PreferencesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "labs.guests.GuestMiddleware",
]

ROOT_URLCONF = "courseplatform.urls"
ASGI_APPLICATION = "courseplatform.asgi.application"
WSGI_APPLICATION = "courseplatform.wsgi.application"

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
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        env.str("DATABASE_URL", f"sqlite:///{BASE_DIR / 'var' / 'courseplatform.sqlite3'}"), conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers do not wait for the writer (WAL); a writer takes its lock at once and waits for it, so that two
    # processes queue up rather than fail.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }

REDIS_URL: str = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")

_here = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 1000}}
_in_redis = {
    "LOCATION": REDIS_URL,
    "OPTIONS": {
        "socket_connect_timeout": 1,
        "socket_timeout": 2,
        "serializer": "courseplatform.sharedcache.Json",
    },
}
CACHES = {
    # allauth counts in it, for all processes together.
    "default": _in_redis | {"BACKEND": "courseplatform.sharedcache.SharedCache"},
    # What guests may do, who are not let in while it cannot be counted: labs/guestlimits.py.
    "limits": _in_redis | {"BACKEND": "django.core.cache.backends.redis.RedisCache"},
    # What each process keeps for itself; Django has parts of pages in the one of this name.
    "here": _here,
    "template_fragments": _here,
}

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "grading.permissions.CourseBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Demo labs without an account: how many may come from one address in an hour, and how often they may build.
GUESTS_PER_ADDRESS: int = env.int("GUESTS_PER_ADDRESS", 60)  # 0: nobody
GUEST_BUILDS: int = env.int("GUEST_BUILDS", 20)  # of one guest
GUEST_BUILDS_PER_ADDRESS: int = env.int("GUEST_BUILDS_PER_ADDRESS", 200)

LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
# A class of a hundred sits behind one address, and all come at nine; one account is guessed at no faster for it.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/5m/key",
    "signup": "150/m/ip",
    "reset_password": "100/m/ip,5/m/key",
    "reset_password_from_key": "100/m/ip",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_FORMS = {"login": "labs.accountforms.SignInForm"}
ACCOUNT_ADAPTER = "labs.accountmail.AccountAdapter"
# "optional": a new account is asked to confirm its address; "mandatory": before it can be used; "none": never.
ACCOUNT_EMAIL_VERIFICATION = env.str("ACCOUNT_EMAIL_VERIFICATION", "optional")
ACCOUNT_LOGOUT_ON_GET = False
EMAIL_URL: str = env.str("EMAIL_URL", "")  # the mail server; empty: mail is printed
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND", f"django.core.mail.backends.{'smtp' if EMAIL_URL else 'console'}.EmailBackend"
)
EMAIL_TIMEOUT: float = env.float("EMAIL_TIMEOUT", 10.0)  # for each answer of the mail server
if EMAIL_URL:
    try:
        _server = MailServer.of(EMAIL_URL)
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from None
    EMAIL_HOST, EMAIL_PORT = _server.host, _server.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _server.user, _server.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = _server.starts_tls, _server.tls
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "courseplatform@localhost")

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "courseplatform.formats"
TIME_ZONE = env.str("TIME_ZONE", "Europe/Paris")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static" if PRODUCTION else None  # else served from where they lie
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

# A learner's files arrive as form fields: 20 files of 256 KiB, 1 MiB in all, and room for the refusal of more.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("HTTPS_ONLY", PRODUCTION)
# Where links in mails lead.
_site = f"https://{ALLOWED_HOSTS[0].removeprefix('.')}" if PRODUCTION else "http://localhost:8000"
SITE_URL: str = (env.str("SITE_URL", "") or _site).rstrip("/")
BEHIND_PROXY: bool = env.bool("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # whose X-Forwarded-For says where a visitor comes from
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# Installations that share one Redis stay apart; workers on several machines need the same value.
QUEUE_PREFIX: str = env.str(
    "QUEUE_PREFIX", f"courseplatform-{sha256(str(STATE_DIR).encode()).hexdigest()[:8]}:"
)

for _alias in ("default", "limits"):
    CACHES[_alias]["KEY_PREFIX"] = QUEUE_PREFIX

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
# Publishing the bell must not hold up a learner's request when the broker is away: the timer rings again.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "global_keyprefix": QUEUE_PREFIX,
}
# A message that no worker had time for is dropped when the next one comes.
CELERY_BEAT_SCHEDULE = {
    "look-after-the-queue": {
        "task": "grading.tasks.look_after_queue",
        "schedule": 5.0,
        "options": {"expires": 5.0},
    },
    "look-after-guests": {
        "task": "grading.tasks.look_after_guests",
        "schedule": 600.0,
        "options": {"expires": 600.0},
    },
    "clean-up": {"task": "grading.tasks.clean_up", "schedule": 60.0, "options": {"expires": 60.0}},
    "send-mail": {"task": "grading.tasks.send_mail", "schedule": 60.0, "options": {"expires": 60.0}},
}
# A process of its own takes it: a mail server that hangs must hold up no grade.
CELERY_TASK_ROUTES = {"grading.tasks.send_mail": {"queue": "mail"}}

# The socket of the process that builds for workers without rights (grading/keeper); empty: they build themselves.
KEEPER: str = env.str("KEEPER", "")
# Warm daemons that each worker process keeps ready, or the keeper for all of them.
SPARE_DAEMONS: int = 0 if KEEPER else env.int("SPARE_DAEMONS", 1)

# For how long a worker may try, after a grade and while nobody waits, what would have helped; 0: never.
ADVICE_SECONDS: float = env.float("ADVICE_SECONDS", 15.0)

# What builds of labs with packages may reach besides the package sources that the base images themselves name: host
# names, or http://host:port, or https://host.
PACKAGE_HOSTS: list[str] = env.list("PACKAGE_HOSTS", [])
PRIVATE_PACKAGE_HOSTS: list[str] = env.list("PRIVATE_PACKAGE_HOSTS", [])  # on a private network, on purpose
PACKAGE_CACHE: str = env.str("PACKAGE_CACHE", "4g")  # how much the package proxy keeps
EGRESS_PROXY: str = env.str(
    "EGRESS_PROXY", ""
)  # host:port of a squid run elsewhere; empty: the platform runs one

HEARTBEAT_SECONDS = 3.0  # a running submission's row is touched this often
ORPHAN_SECONDS = 15.0  # and is taken back from a worker that has not touched it for so long
LIVE_LOG_SECONDS = 3600  # how long a submission's live events stay in Redis

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"fontTools": {"level": "WARNING"}},  # hundreds of lines for each certificate
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
