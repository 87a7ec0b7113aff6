"""The signing key of Pro Santé Connect: RSA, kept across restarts so that tokens and key sets stay coherent."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from joserfc.jwk import RSAKey


class SigningKey:
    """An RSA key in a private file; `kid` is its RFC 7638 thumbprint."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = RSAKey.generate_key(2048, private=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                json.dump(fresh.as_dict(private=True), file)
        self.key = RSAKey.import_key(json.loads(path.read_text(encoding="ascii")))
        self.kid = self.key.thumbprint()

    def public_set(self) -> dict[str, Any]:
        """The JWKS document."""
        return {"keys": [self.key.as_dict(private=False) | {"kid": self.kid, "use": "sig", "alg": "RS256"}]}
