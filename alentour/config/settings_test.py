"""Settings of the tests: a throw-away data folder, no connector, a fast password hasher."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("ALENTOUR_DATA", tempfile.mkdtemp(prefix="alentour-tests-"))
os.environ.setdefault("ALENTOUR_INS_MODE", "test")
os.environ.setdefault("ALENTOUR_MSS_NIL", "DEV000001")

from alentour.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {  # the hashed manifest belongs to deployments
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AXES_ENABLED = False
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  (whitenoise warns when it is missing)
