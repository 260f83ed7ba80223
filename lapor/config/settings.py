"""All settings in one file, read from the environment."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from lapor.kernel import env
from lapor.kernel.keyring import Keyring
from lapor.ops import database, home

BASE = Path(__file__).resolve().parent.parent

# The home folder: database, media, keys, logs
LAPOR_HOME = home.path()
MEDIA_ROOT = LAPOR_HOME / "media"
LAPOR_KEYS = LAPOR_HOME / "keys"
SECRET_KEY = env.text("LAPOR_SECRET_KEY") or Keyring(LAPOR_KEYS).secret("django").hex()

# Machinery
DEBUG = env.flag("LAPOR_DEBUG")
LAPOR_DEMO = env.flag("LAPOR_DEMO")
LAPOR_PUBLIC_URL = env.text("LAPOR_PUBLIC_URL", "http://127.0.0.1:8000")
LAPOR_PAGE_MEMORY = 10  # seconds that lists and national counts may be old
LAPOR_CLAMD = env.text("LAPOR_CLAMD")
LAPOR_SIGNER = env.text("LAPOR_SIGNER", "lapor.kernel.pdf_signing.TrialSigner")
LAPOR_ENGINE = env.text("LAPOR_ENGINE", "duckdb")  # computes rounds; or spark://…
LAPOR_OMBUDSMAN = env.text("LAPOR_OMBUDSMAN")  # https://…, drop:/folder, or nobody
LAPOR_OMBUDSMAN_SECRET = env.text("LAPOR_OMBUDSMAN_SECRET")
LAPOR_OMBUDSMAN_CERT = env.text("LAPOR_OMBUDSMAN_CERT")  # locks what is sent
LAPOR_PROXIES = env.number("LAPOR_PROXIES", 0)  # own proxies in front
ALLOWED_HOSTS = env.words("LAPOR_HOSTS", "127.0.0.1,localhost,[::1],testserver")
CSRF_TRUSTED_ORIGINS = [LAPOR_PUBLIC_URL]
ROOT_URLCONF = "lapor.config.urls"
WSGI_APPLICATION = "lapor.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_IS_SECURE = LAPOR_PUBLIC_URL.startswith("https://")

# Rooms and doors
ROOMS = [
    "ledger",
    "organisations",
    "accounts",
    "deadlines",
    "reporters",
    "priorities",
    "cases",
    "intake",
    "triage",
    "escalation",
    "feedback",
    "publication",
    "handover",
    "analytics",
    "plans",
    "quality",
    "prevention",
    "scoring",
    "findings",
    "surveys",
    "competition",
    "monev",
    "notifications",
    "exchange",
    "reports",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "procrastinate.contrib.django",
    *[f"lapor.domain.{room}.apps.Config" for room in ROOMS],
    "lapor.web.apps.Config",
    "lapor.ops.apps.Config",
    "lapor.channels.apps.Config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lapor.web.middleware.SafetyNet",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lapor.web.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lapor.web.middleware.RouteGuard",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "lapor.web.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "lapor.web.context.site",
            ],
        },
    }
]

FORM_RENDERER = "lapor.web.rendering.QuickRenderer"

# The database: DATABASE_URL, or an embedded PostgreSQL that starts when needed
DATABASES = {"default": database.settings(env.text("DATABASE_URL"), LAPOR_HOME)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "ops_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # failures counted by kernel.throttle
    }
}
PROCRASTINATE_IMPORT_PATHS = ["lapor.ops.tasks", "lapor.channels.tasks"]
PROCRASTINATE_ON_APP_READY = None

# Time and language: stored in UTC, decided in the agency's zone, shown in the reader's
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]

# Static files and media
STATIC_URL = "/static/"
STATIC_ROOT = LAPOR_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "lapor.kernel.files.DurableStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "lapor.kernel.uploads.Gate",  # first: cuts off what is too much
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# People who log in
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/meja/"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["lapor.domain.accounts.hashing.ModestArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "lapor.web.account.adapter.ClosedAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = LAPOR_PROXIES
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_FORMS = {
    "login": "lapor.web.account.forms.LogIn",
    "reauthenticate": "lapor.web.account.forms.Reauthenticate",
    "change_password": "lapor.web.account.forms.ChangePassword",
    "set_password": "lapor.web.account.forms.SetPassword",
}
ACCOUNT_RATE_LIMITS = {  # asked before a password is hashed
    "login": "60/m/ip",
    "login_failed": "20/m/ip,8/10m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "lapor.web.account.adapter.SealingAdapter"
MFA_FORMS = {
    "authenticate": "lapor.web.account.forms.Authenticate",
    "reauthenticate": "lapor.web.account.forms.ReauthenticateCode",
    "activate_totp": "lapor.web.account.forms.ActivateTOTP",
}
MFA_TOTP_ISSUER = "Lapor"
MFA_TOTP_TOLERANCE = 1  # one code before and after, for clocks that are not exact
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SITE_IS_SECURE

# Sessions, cookies, headers
MESSAGE_TAGS = {20: "info", 25: "good", 30: "warn", 40: "bad"}  # the tones of notices
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
LAPOR_IDLE_MINUTES = env.number("LAPOR_IDLE_MINUTES", 30)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_IS_SECURE
if SITE_IS_SECURE:  # bound to this host: no other can plant them
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer makes Origin null on forms
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SITE_IS_SECURE else 0
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "lapor.web.failures.csrf"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Channels: the class that sends for each; without one its messages are held
LAPOR_TRANSPORTS: dict[str, str] = {"push": "lapor.channels.push.transport.WebPush"}
LAPOR_PUSH_HOSTS = env.words(  # whose browsers may subscribe; with what ends like them
    "LAPOR_PUSH_HOSTS",
    "fcm.googleapis.com,push.services.mozilla.com,notify.windows.com,push.apple.com",
)

# Mail: out through a server, in from a mailbox
EMAIL_HOST = env.text("LAPOR_EMAIL_HOST")
EMAIL_BACKEND = env.text(
    "LAPOR_EMAIL_BACKEND",
    f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend",
)
EMAIL_PORT = env.number("LAPOR_EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("LAPOR_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("LAPOR_EMAIL_PASSWORD")
LAPOR_EMAIL_TLS = env.text("LAPOR_EMAIL_TLS", "none")  # none, starttls, ssl
EMAIL_USE_TLS = LAPOR_EMAIL_TLS == "starttls"
EMAIL_USE_SSL = LAPOR_EMAIL_TLS == "ssl"
EMAIL_TIMEOUT = 20  # seconds
LAPOR_EMAIL_DKIM_KEY = env.text("LAPOR_EMAIL_DKIM_KEY")  # path of the private key
LAPOR_EMAIL_DKIM_SELECTOR = env.text("LAPOR_EMAIL_DKIM_SELECTOR", "lapor")
DEFAULT_FROM_EMAIL = env.text("LAPOR_EMAIL_FROM", "lapor@localhost")
if EMAIL_HOST:
    LAPOR_TRANSPORTS["email"] = "lapor.channels.email.smtp.Smtp"
LAPOR_MAIL_HOST = env.text("LAPOR_MAIL_HOST")
LAPOR_MAIL_PORT = env.number("LAPOR_MAIL_PORT", 993)
LAPOR_MAIL_TLS = env.text("LAPOR_MAIL_TLS", "ssl")  # none, starttls, ssl
LAPOR_MAIL_USER = env.text("LAPOR_MAIL_USER")
LAPOR_MAIL_PASSWORD = env.text("LAPOR_MAIL_PASSWORD")
LAPOR_MAIL_FOLDER = env.text("LAPOR_MAIL_FOLDER", "INBOX")
LAPOR_MAIL_KEEP_DAYS = env.number("LAPOR_MAIL_KEEP_DAYS", 30)  # 0: for ever

# SMS: an HTTP gateway (Kannel), or SMPP; tokens and secrets open the hooks
LAPOR_SMS_URL = env.text("LAPOR_SMS_URL")
LAPOR_SMS_SMPP = env.text("LAPOR_SMS_SMPP")  # host:port
LAPOR_SMS_USER = env.text("LAPOR_SMS_USER")
LAPOR_SMS_PASSWORD = env.text("LAPOR_SMS_PASSWORD")
LAPOR_SMS_SENDER = env.text("LAPOR_SMS_SENDER", "1708")
LAPOR_SMS_COST = env.number("LAPOR_SMS_COST", 0)  # rupiah for each part
LAPOR_SMS_REPORTS = env.flag("LAPOR_SMS_REPORTS")  # the gateway reports arrival
LAPOR_SMS_TOKEN = env.text("LAPOR_SMS_TOKEN")  # of Kannel's hook
LAPOR_SMS_SECRETS = env.words("LAPOR_SMS_SECRETS")  # of the signed hook, newest first
if LAPOR_SMS_URL:
    LAPOR_TRANSPORTS["sms"] = "lapor.channels.sms.gateway.Gateway"
elif LAPOR_SMS_SMPP:
    LAPOR_TRANSPORTS["sms"] = "lapor.channels.sms.smpp.Smpp"

# WhatsApp Cloud API
LAPOR_WHATSAPP_API = env.text("LAPOR_WHATSAPP_API", "https://graph.facebook.com/v23.0")
LAPOR_WHATSAPP_NUMBER_ID = env.text("LAPOR_WHATSAPP_NUMBER_ID")
LAPOR_WHATSAPP_TOKEN = env.text("LAPOR_WHATSAPP_TOKEN")
LAPOR_WHATSAPP_SECRET = env.text("LAPOR_WHATSAPP_SECRET")  # app secret: signs the hook
LAPOR_WHATSAPP_VERIFY = env.text("LAPOR_WHATSAPP_VERIFY")  # word of the handshake
LAPOR_WHATSAPP_TEMPLATE = env.text("LAPOR_WHATSAPP_TEMPLATE")  # outside of 24 hours
LAPOR_WHATSAPP_COST = env.number("LAPOR_WHATSAPP_COST", 0)  # rupiah for a template
if LAPOR_WHATSAPP_TOKEN:
    LAPOR_TRANSPORTS["whatsapp"] = "lapor.channels.whatsapp.sending.CloudAPI"

# Telegram
LAPOR_TELEGRAM_API = env.text("LAPOR_TELEGRAM_API", "https://api.telegram.org")
LAPOR_TELEGRAM_TOKEN = env.text("LAPOR_TELEGRAM_TOKEN")  # of the bot
LAPOR_TELEGRAM_SECRET = env.text("LAPOR_TELEGRAM_SECRET")  # of the hook
if LAPOR_TELEGRAM_TOKEN:
    LAPOR_TRANSPORTS["telegram"] = "lapor.channels.telegram.sending.Bot"

# Social networks, through a connector that signs (Standard Webhooks)
LAPOR_SOCIAL_URL = env.text("LAPOR_SOCIAL_URL")
LAPOR_SOCIAL_SECRETS = env.words("LAPOR_SOCIAL_SECRETS")  # the newest first
if LAPOR_SOCIAL_URL:
    LAPOR_TRANSPORTS["social"] = "lapor.channels.social.sending.Connector"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # At DEBUG Pillow writes down what a photo says of its owner: never, at any level.
    "loggers": {"PIL": {"level": "INFO"}},
}
