"""Where the official CDA documents are: examples of the kit, and those inside the XDM archives of the messaging samples."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path


def official_documents(kits: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each; 23 examples and 14 archived documents."""
    for path in sorted((kits / "ci-sis" / "ExemplesCDA").glob("*.xml")):
        yield path.name, path.read_bytes()
    for path in sorted((kits / "mss" / "xdm").rglob("*.ZIP")):
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.upper().endswith(".XML") and not name.upper().endswith("METADATA.XML"):
                    yield f"{path.parent.name}/{name}", archive.read(name)
