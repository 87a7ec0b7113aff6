"""Settings of the product. Every value that depends on the place comes from the environment (see ``env``)."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from alentour.config.connectors import read_connectors
from alentour.config.databases import read_databases
from alentour.config.env import Env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = Env()

DATA_DIR = env.path("ALENTOUR_DATA", BASE_DIR / "data") or BASE_DIR / "data"
DATA_DIR.mkdir(parents=True, exist_ok=True)
(DATA_DIR / "static").mkdir(exist_ok=True)


def key_file(name: str, length: int = 32) -> bytes:
    """A key kept beside the data, made on first use and readable by its owner only."""
    path = DATA_DIR / "keys" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(length))
    return path.read_bytes()


SECRET_KEY = env.secret("ALENTOUR_SECRET_KEY") or key_file("django.key", 50).hex()
MASTER_KEY = bytes.fromhex(env.secret("ALENTOUR_MASTER_KEY")) or key_file("master.key")
# Never written anywhere: seals what must not outlive the running product (tokens of Pro Santé Connect).
EPHEMERAL_KEY = bytes.fromhex(env.text("ALENTOUR_EPHEMERAL_KEY")) or secrets.token_bytes(32)

DEBUG = env.flag("ALENTOUR_DEBUG")
PORT = env.integer("ALENTOUR_PORT", 8000, low=1, high=65535)
SANDBOX_PORT = env.integer("SANDBOX_PORT", 8100, low=1, high=65000)
PUBLIC_URL = env.url("ALENTOUR_PUBLIC_URL", f"http://127.0.0.1:{PORT}")
ALLOWED_HOSTS = [*env.words("ALENTOUR_HOSTS", ("127.0.0.1", "localhost")), urlsplit(PUBLIC_URL).hostname or "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
DEMO = env.flag("ALENTOUR_DEMO")
# « non »: the small cast of the guided journey alone, without the establishments and their three months.
DEMO_HISTORY = env.flag("ALENTOUR_DEMO_HISTORY", default=True)
VERSION = "0.1.0"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp_webauthn",
    "mozilla_django_oidc",
    "alentour.ui",
    "alentour.core",
    "alentour.audit",
    "alentour.accounts",
    "alentour.exchanges",
    "alentour.identity",
    "alentour.directory",
    "alentour.record",
    "alentour.care",
    "alentour.projects",
    "alentour.agenda",
    "alentour.documents",
    "alentour.messaging",
    "alentour.dmp",
    "alentour.portability",
    "alentour.tournee",
    "alentour.home",
    "alentour.demo",
]
# An app being built elsewhere in the house may be a bare folder: it joins when it has its ``apps.py``.
INSTALLED_APPS = [
    app
    for app in INSTALLED_APPS
    if not app.startswith("alentour.") or (BASE_DIR / app.replace(".", "/") / "apps.py").exists()
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "alentour.ui.toasts.ToastsMiddleware",
    "alentour.ui.counts.CountsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "alentour.core.middleware.TraceContextMiddleware",
    "alentour.accounts.middleware.CurrentPostMiddleware",
    "alentour.core.middleware.StructureScopeMiddleware",
    "alentour.ui.criteria.CriteriaMiddleware",
    "alentour.accounts.middleware.IdleLockMiddleware",
    "alentour.accounts.middleware.PscRenewalMiddleware",
    "alentour.accounts.middleware.ClosedDoorMiddleware",
    "axes.middleware.AxesMiddleware",
]

FORM_RENDERER = "alentour.ui.forms.UiRenderer"
ROOT_URLCONF = "alentour.config.urls"
WSGI_APPLICATION = "alentour.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "alentour.ui.context.frame",
                "alentour.accounts.context.current_post",
            ],
        },
    },
]


_product_database, DATABASE_OWNER = read_databases(env, DATA_DIR)
DATABASES = {"default": _product_database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES_DIR = DATA_DIR / "files"

AUTH_USER_MODEL = "accounts.Professional"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "alentour.accounts.psc.PscBackend",
    "alentour.accounts.local.LocalBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "family_name", "given_name")},
    },
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:login"

SESSION_COOKIE_NAME = "alentour_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "alentour_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
# IE.58 allows two hours; shared posts deserve less.
IDLE_LOCK_SECONDS = env.integer("ALENTOUR_IDLE_LOCK", 3600, low=60, high=7200)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "frame-src": [SELF, "blob:"],
        "frame-ancestors": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF, PUBLIC_URL],
        "worker-src": [SELF],
        "manifest-src": [SELF],
    }
}

# The second factor of local accounts: passkeys need a name of host, never a number (WebAuthn), hence localhost on one machine.
PASSKEY_HOSTS = {
    host for host in (urlsplit(PUBLIC_URL).hostname or "", "localhost") if not host.replace(".", "").isdigit()
}
OTP_TOTP_ISSUER = "Alentour"
OTP_WEBAUTHN_RP_NAME = "Alentour"
OTP_WEBAUTHN_RP_ID_CALLABLE = "alentour.accounts.factors.relying_party"
OTP_WEBAUTHN_ALLOWED_ORIGINS = [
    f"http://localhost:{PORT}",
    *([PUBLIC_URL] if PUBLIC_URL.startswith("https://") else []),
]
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False

AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_VERBOSE = False

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["alentour.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(FILES_DIR)}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MAX_UPLOAD_BYTES = env.integer("ALENTOUR_MAX_UPLOAD_MB", 18, low=1, high=500) * 1024 * 1024

# The runner of exchanges lives in the web process unless other hosts do the work (./run work).
EMBEDDED_RUNNER = env.flag("ALENTOUR_EMBEDDED_RUNNER")

CONNECTORS = read_connectors(env)
# A CI-SIS kit (schema, schematrons) judges each document before it leaves, when there is one; our own rules always do.
# The degraded mode: where the hourly PDF goes (another machine's disk, best), and the password that opens it.
DEGRADED_DIR = env.path("ALENTOUR_DEGRADED_DIR", DATA_DIR / "secours")
DEGRADED_PASSWORD = env.secret("ALENTOUR_DEGRADED_PASSWORD") or key_file("secours.key", 12).hex()
CDA_KIT = env.path("ALENTOUR_CDA_KIT", must_exist=True)
INS_MODE = env.choice("ALENTOUR_INS_MODE", ("production", "test"), "production")

OIDC_OP_AUTHORIZATION_ENDPOINT = CONNECTORS.psc.authorize
OIDC_OP_TOKEN_ENDPOINT = CONNECTORS.psc.token
OIDC_OP_USER_ENDPOINT = CONNECTORS.psc.userinfo
OIDC_OP_JWKS_ENDPOINT = CONNECTORS.psc.jwks
OIDC_RP_CLIENT_ID = CONNECTORS.psc.client_id
OIDC_RP_CLIENT_SECRET = CONNECTORS.psc.client_secret
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_RP_SCOPES = "openid scope_all"
OIDC_USE_PKCE = True
OIDC_AUTH_REQUEST_EXTRA_PARAMS = {"acr_values": "eidas1"}
OIDC_VERIFY_SSL = str(CONNECTORS.trust) if CONNECTORS.trust else True
OIDC_TIMEOUT = CONNECTORS.psc.timeout
OIDC_CREATE_USER = False
OIDC_STORE_ACCESS_TOKEN = False
OIDC_STORE_ID_TOKEN = False
OIDC_CALLBACK_CLASS = "alentour.accounts.views.psc.PscCallback"
OIDC_AUTHENTICATE_CLASS = "alentour.accounts.views.psc.PscRequest"
LOGIN_REDIRECT_URL_FAILURE = "/connexion/refus/"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("ALENTOUR_LOG", "WARNING")},
}

env.check()
