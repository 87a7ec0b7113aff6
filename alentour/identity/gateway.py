"""INSi on the wire, as the structure (certificate INSI-MANU): a person triggers each request and waits for it."""

from __future__ import annotations
