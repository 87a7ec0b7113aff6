"""The registry judged by the NIST testkit: its lots are loaded, its questions asked, its counts expected.

The kit speaks to the IHE engine alone (`sandbox.dmp.registry`): its data know nothing of the DMP's own policy.
"""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree
from sandbox.dmp.registry import query as queries
from sandbox.dmp.registry import submission as lots
from sandbox.dmp.registry.problems import Rejected
from sandbox.dmp.registry.register import register
from sandbox.dmp.registry.rim import RimObject
from sandbox.dmp.registry.store import RegistryStore

from .wire import NS, new_oid

pytestmark = pytest.mark.kits

PATIENT = "76cc765a442f410^^^&amp;1.3.6.1.4.1.21367.2005.3.7&amp;ISO"
UNIQUE = {
    "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab",
    "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8",
    "urn:uuid:75df8f67-9973-4fbe-a900-df66cefecc5a",
}
TESTS = ("11897", "11898", "11899", "11901", "11902", "11904", "11905", "11906", "11908")
# What the counts of the kit call an object, by the element that answers.
KINDS = {"document": "Documents", "set": "SubmissionSets", "folder": "Folders"}
NAMED = {
    "None": {"Documents": 0},
    "SSwithTwoDocOneFol": {"SubmissionSets": 1, "Documents": 2, "Folders": 1},
    "SSwithOneDocOneFol": {"SubmissionSets": 1, "Documents": 1, "Folders": 1},
}
# Expected a failure because its own registry knew the list of codes; its readme says "must return nothing".
NOTHING = {"11897/no_matching_classcode"}


@dataclass
class Loaded:
    """The registry after the loading test 12346, and the identifiers it gave."""

    store: RegistryStore
    objects: dict[tuple[str, str], RimObject]

    def identifier(self, use: etree._Element) -> str:
        section = use.get("testdir", "").rpartition("/")[2]
        found = self.objects[(section, use.get("id", ""))]
        return {"AssignedUuids": found.id, "AssignedUids": found.unique_id, "AssignedPatientId": PATIENT}[
            use.get("section", "")
        ]


@pytest.fixture(scope="module")
def loaded(kits: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    store = RegistryStore(tmp_path_factory.mktemp("nist") / "registry.sqlite3")
    objects: dict[tuple[str, str], RimObject] = {}
    for section in ("single_doc", "doc_w_fol", "two_doc_w_fol", "doc_for_rplc", "rplc"):
        folder = kits / "ihe" / "nist-testkit" / "12346" / section
        file = next(path for path in folder.glob("*.xml") if path.name != "testplan.xml")
        text = file.read_text(encoding="utf-8")
        if section == "rplc":
            text = text.replace("$rplc_doc_uuid$", objects[("doc_for_rplc", "Document01")].id)
        submission = lots.read(_filled(text))
        named = {one.id: one for one in submission.objects}
        register(store, submission, datetime.now(UTC) - timedelta(minutes=1))
        objects |= {(section, symbol): one for symbol, one in named.items()}
    return Loaded(store, objects)


def _filled(text: str) -> etree._Element:
    """A lot of the kit with the identifiers its runner would assign."""
    now = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    root = etree.fromstring(text.replace("$patientid$", PATIENT).replace("$now$", now).encode())
    for found in root.iter("{*}ExternalIdentifier"):
        if found.get("identificationScheme") in UNIQUE:
            found.set("value", new_oid())
    return root


def _steps(kits: Path) -> list[tuple[Path, etree._Element]]:
    root = kits / "ihe" / "nist-testkit"
    plans = [path for test in TESTS for path in sorted((root / test).rglob("testplan.xml"))]
    found = [(plan.parent, step) for plan in plans for step in etree.parse(str(plan)).getroot().iter("TestStep")]
    return [(folder, step) for folder, step in found if step.find("StoredQueryTransaction") is not None]


def _request(folder: Path, step: etree._Element, loaded: Loaded) -> etree._Element:
    transaction = step.find("StoredQueryTransaction")
    name = transaction.findtext("MetadataFile").lower()
    text = next(path for path in folder.iterdir() if path.name.lower() == name).read_text(encoding="utf-8")
    for use in transaction.iter("UseId"):
        text = text.replace(use.get("symbol"), loaded.identifier(use))
    now = datetime.now(UTC)
    text = text.replace("$now$", f"{now:%Y%m%d%H%M%S}").replace("$lastyear$", f"{now.year - 1}")
    return etree.fromstring(text.encode())


def _expected(step: etree._Element) -> dict[str, int]:
    counts: dict[str, int] = {}
    for contents in step.iter("ExpectedContents"):
        for child in contents:
            counts |= NAMED.get(child.tag, {}) if child.get("count") is None else {child.tag: int(child.get("count"))}
    return counts


def _counts(answer: etree._Element) -> Counter[str]:
    listed = answer.find("rim:RegistryObjectList", NS)
    counts: Counter[str] = Counter()
    for element in listed:
        name = etree.QName(element).localname
        if name in ("ObjectRef", "Association"):
            counts[f"{name}s"] += 1
        else:
            counts[KINDS[RimObject(element).kind]] += 1
    return counts


def test_the_stored_queries_give_the_counts_of_the_kit(kits: Path, loaded: Loaded) -> None:
    wrong = []
    for folder, step in _steps(kits):
        label = f"{folder.parent.name}/{folder.name} {step.get('id')}"
        try:
            query = queries.read(_request(folder, step, loaded))
            held, links = query.run(loaded.store, query.asked)
            status, counts = "Success", _counts(queries.answer(query, held, links))
        except Rejected:
            status, counts = "Failure", Counter()
        if f"{folder.parent.name}/{folder.name}" in NOTHING:
            status = "Failure" if not counts else status
        expected = _expected(step)
        if status != step.findtext("ExpectedStatus") or any(counts[name] != n for name, n in expected.items()):
            wrong.append((label, status, dict(counts), expected))
    assert len(_steps(kits)) == 69
    assert wrong == []


def test_the_same_lot_is_not_registered_twice(kits: Path, loaded: Loaded) -> None:
    folder = kits / "ihe" / "nist-testkit" / "12346" / "single_doc"
    root = _filled((folder / "single_doc.xml").read_text(encoding="utf-8"))
    register(loaded.store, lots.read(copy.deepcopy(root)), datetime.now(UTC))
    with pytest.raises(Rejected, match="XDSDuplicateUniqueIdInRegistry"):
        register(loaded.store, lots.read(copy.deepcopy(root)), datetime.now(UTC))
