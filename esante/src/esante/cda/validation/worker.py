"""What runs in the worker process: Saxon, alone in its process because several of them in one kill the interpreter.

Compiled stylesheets stay in memory as long as the process lives: the first document costs about ten seconds, the next
ones a fraction of one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_engine: Any = None
_compiled: dict[Path, Any] = {}

# check, pattern, location (XPath), text, role
Remark = tuple[str, str, str, str, str]


def judge(document: str, judges: tuple[tuple[str, Path], ...]) -> list[Remark]:
    """Remarks of each schematron stylesheet on a document, given as text without DOCTYPE."""
    node = _saxon().parse_xml(xml_text=document)
    remarks: list[Remark] = []
    for name, path in judges:
        report = _executable(path).transform_to_string(xdm_node=node)
        remarks.extend(_remarks(name, report))
    return remarks


def _saxon() -> Any:
    global _engine
    if _engine is None:
        from saxonche import PySaxonProcessor  # loads a 100 MB engine: only in the worker

        _engine = PySaxonProcessor(license=False)
    return _engine


def _executable(path: Path) -> Any:
    if path not in _compiled:
        _compiled[path] = _saxon().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(path))
    return _compiled[path]


def _remarks(name: str, report: str) -> list[Remark]:
    """Failed asserts and successful reports of an SVRL, with the title of their pattern."""
    found: list[Remark] = []
    pattern = ""
    for element in etree.fromstring(report.encode("utf-8"), etree.XMLParser(huge_tree=True)):
        if element.tag == f"{_SVRL}active-pattern":
            pattern = element.get("name") or element.get("id") or ""
        elif element.tag in (f"{_SVRL}failed-assert", f"{_SVRL}successful-report"):
            text = " ".join("".join(map(str, element.itertext())).split())
            found.append((name, pattern, element.get("location", ""), text, element.get("role", "")))
    return found
