"""From a schematron to the XSLT 3 that runs it, made once and kept on disk.

The rules are written for XSLT 2 (`queryBinding="xslt2"`): the ISO skeleton that lxml carries writes the stylesheet,
whose expressions Saxon understands once its version says 3.0. ISO/IEC 19757-3 §6.3 for inclusion and abstract patterns.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import lxml
from lxml import etree

from .finding import KitError

_SCH = "{http://purl.oclc.org/dsdl/schematron}"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_SKELETON = Path(lxml.__file__).parent / "isoschematron" / "resources" / "xsl" / "iso-schematron-xslt1"
# saxonche 13 stops with an internal error on the first form; the second selects the same nodes
_REFUSED, _ACCEPTED = 'select="@*|*|comment()|processing-instruction()"', 'select="@*,node()"'


def default_cache() -> Path:
    """Where stylesheets are kept when nobody says otherwise: the user's own cache."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "esante" / "schematrons"


def stylesheet(schematron: Path, kit_digest: str, cache: Path) -> Path:
    """The stylesheet of a schematron, generated at first use; several processes may ask at once."""
    key = hashlib.sha256(f"{kit_digest} {schematron} lxml {version('lxml')} saxonche {version('saxonche')}".encode())
    target = cache / f"{schematron.stem}-{key.hexdigest()[:24]}.xsl"
    if not target.is_file():
        cache.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", dir=cache, suffix=".part", delete=False, encoding="utf-8") as part:
            part.write(generate(schematron))
        os.replace(part.name, target)
    return target


def generate(schematron: Path) -> str:
    """Text of the stylesheet; relative value sets are read beside the schematron (xml:base)."""
    whole = _included(schematron)
    whole.set("queryBinding", "xslt")
    expanded = etree.XSLT(etree.parse(str(_SKELETON / "iso_abstract_expand.xsl")))(whole)
    root = etree.XSLT(etree.parse(str(_SKELETON / "iso_svrl_for_xslt1.xsl")))(expanded).getroot()
    root.set("version", "3.0")
    root.set(_XML_BASE, f"{schematron.parent.as_uri()}/")
    text: str = etree.tostring(root, encoding="unicode")
    return text.replace(_REFUSED, _ACCEPTED)


def _included(path: Path) -> Any:
    """The schematron with each `include` replaced by the root of the file it names.

    Done here because libxslt does not open the kit's file names that hold a space.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.parse(str(path), parser).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        raise KitError(f"Le schématron {path.name} du kit ne se lit pas.") from error
    for include in list(root.iter(f"{_SCH}include")):
        part = _included(path.parent / include.get("href", ""))
        part.tail = include.tail
        include.getparent().replace(include, part)
    return root
