"""Settings of the tests: a throw-away data folder, no connector, a fast password hasher.

``ALENTOUR_TEST_DATABASE=postgresql`` (``./run test --database postgresql``) puts them on a throw-away PostgreSQL, which
``alentour/conftest.py`` starts; otherwise they are on SQLite.
"""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("ALENTOUR_DATA", tempfile.mkdtemp(prefix="alentour-tests-"))
os.environ.setdefault("ALENTOUR_INS_MODE", "test")
os.environ.setdefault("ALENTOUR_MSS_NIL", "DEV000001")
if os.environ.get("ALENTOUR_TEST_DATABASE", "sqlite") == "postgresql":
    # The folder of the socket is known when the cluster is up.
    os.environ["ALENTOUR_DATABASE"] = "postgresql://alentour_app@/alentour"
    os.environ["ALENTOUR_DATABASE_OWNER"] = "postgresql://alentour_owner@/alentour"
else:
    os.environ.pop("ALENTOUR_DATABASE", None)

from alentour.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {  # the hashed manifest belongs to deployments
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AXES_ENABLED = False
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  (whitenoise warns when it is missing)
