"""Settings of the tests: the same, with what makes them fast."""

import os

os.environ["LAPOR_HOME"] = os.environ.get("LAPOR_TEST_HOME", ".lapor/test")

from lapor.config.settings import *  # noqa: F403
from lapor.config.settings import LAPOR_HOME
from lapor.kernel import env
from lapor.ops import database, fingerprint

DATABASES = {
    "default": {
        **database.settings(env.text("DATABASE_URL"), LAPOR_HOME, is_fast=True),
        # Threads of a test leave no connection behind.
        "CONN_MAX_AGE": 0,
        # A changed migration gets a database of its own: --reuse-db is never stale.
        "TEST": {"NAME": f"test_lapor_{fingerprint.of_migrations()}"},
    }
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "lapor.kernel.files.DurableStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
LAPOR_DEMO = True
LAPOR_PAGE_MEMORY = 0
