"""The judge of documents: our rules always; the schema and the schematrons of a kit when there is one."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lxml import etree

from esante.cda.decode import decode
from esante.cda.errors import Severity
from esante.cda.model import ClinicalDocument
from esante.cda.paths import locate
from esante.cda.rules import faults
from esante.cisis import safe_xml

from . import worker
from .finding import Finding, ValidationUnavailable, own
from .kit import Kit
from .stylesheets import default_cache, stylesheet

_DOCUMENTS_PER_WORKER = 500


class Validator:
    """Judges documents; safe to share between threads, closed with `close` or `with`.

    kit      folder of a CI-SIS kit, or None: only our rules then
    cache    where generated stylesheets are kept (default: the user's cache)
    timeout  seconds a document may take, the first one included, which compiles
    """

    def __init__(self, kit: Path | None = None, *, cache: Path | None = None, timeout: float = 180) -> None:
        self.kit = Kit.at(kit) if kit else None
        self._cache = cache or default_cache()
        self._timeout = timeout
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._digest = ""
        self._schema: Any = None

    def validate(self, data: bytes) -> tuple[Finding, ...]:
        """Every finding: ours, then the schema's, then the schematrons'.

        Raises the errors of `decode` when the bytes are no document, `KitError`, and `ValidationUnavailable` when the
        worker died twice or did not answer in time.
        """
        document = decode(data)
        findings = [own(fault) for fault in faults(document)]
        if self.kit is not None:
            findings += self._schema_findings(self.kit, document)
            findings += self._schematron_findings(self.kit, document)
            findings += _unjudged(self.kit, document)
        return tuple(findings)

    def close(self) -> None:
        """Stop the worker; the next validation would start another."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _schema_findings(self, kit: Kit, document: ClinicalDocument) -> list[Finding]:
        with self._lock:
            if self._schema is None:
                self._schema = etree.XMLSchema(etree.parse(str(kit.schema)))
            # A copy: a document wrapped in a stylesheet is judged alone, and the schema may add default attributes
            alone = safe_xml.parse(safe_xml.serialize(document.element), huge=True)
            self._schema.validate(alone)
            log = list(self._schema.error_log)
        return [_schema_finding(alone, entry) for entry in log]

    def _schematron_findings(self, kit: Kit, document: ClinicalDocument) -> list[Finding]:
        judges = self._stylesheets(kit, document)
        text = safe_xml.serialize(document.element).decode("utf-8").partition("?>")[2]
        remarks = self._ask(text, judges)
        return [_schematron_finding(document.element, remark) for remark in remarks]

    def _stylesheets(self, kit: Kit, document: ClinicalDocument) -> tuple[tuple[str, Path], ...]:
        with self._lock:
            self._digest = self._digest or kit.digest()
            judges = kit.judges_of(document)
            return tuple((name, stylesheet(path, self._digest, self._cache)) for name, path in judges)

    def _ask(self, text: str, judges: tuple[tuple[str, Path], ...]) -> list[worker.Remark]:
        """Have the worker judge; a dead one is replaced, once."""
        for _ in range(2):
            try:
                return self._submit(text, judges).result(self._timeout)
            except BrokenProcessPool:
                self._discard()
            except TimeoutError:
                self._discard()
                raise ValidationUnavailable("Le contrôle du document n'a pas répondu à temps.") from None
        raise ValidationUnavailable("Le contrôle du document s'est arrêté deux fois.")

    def _submit(self, text: str, judges: tuple[tuple[str, Path], ...]) -> Future[list[worker.Remark]]:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    1, mp_context=multiprocessing.get_context("spawn"), max_tasks_per_child=_DOCUMENTS_PER_WORKER
                )
            return self._pool.submit(worker.judge, text, judges)

    def _discard(self) -> None:
        """Forget a worker that died or hangs; kill it if it still runs."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is None:
            return
        for process in list((pool._processes or {}).values()):
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)


def _schema_finding(root: Any, entry: Any) -> Finding:
    found = root.xpath(entry.path) if entry.path else []
    location = locate(found[0], root) if found else f"ligne {entry.line}"
    message = entry.message.replace("{urn:hl7-org:v3}", "")
    return Finding("xsd", "xsd", location, f"Le schéma CDA refuse cet élément : {message}", "CDA_extended.xsd")


def _schematron_finding(root: Any, remark: worker.Remark) -> Finding:
    check, pattern, path, text, role = remark
    try:
        found = root.getroottree().xpath(path) if path else []
    except etree.XPathError:
        found = []
    location = locate(found[0], root) if found and hasattr(found[0], "tag") else path
    severity: Severity = "warning" if role in ("info", "information", "hint") else "error"
    return Finding(check, f"{check}.schematron", location, text, f"CI-SIS, schématron {check}, {pattern}", severity)


def _unjudged(kit: Kit, document: ClinicalDocument) -> list[Finding]:
    """Say plainly that the rules of the document's own type were not run."""
    why = kit.volet_of(document)
    if not isinstance(why, str) or not why:
        return []
    return [Finding("alentour", "volet.unjudged", "templateId", why, "CI-SIS, volet du document", "warning")]
