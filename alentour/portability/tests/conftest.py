"""Irène at the SSIAD, with a little of everything; the EHPAD that receives her."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from alentour.accounts.enums import Metier, StructureKind
from alentour.accounts.models import Post, Structure
from alentour.accounts.services import create_professional, create_structure, open_post
from alentour.care.models import Measure, Reading, Threshold, Transmission, TreatmentLine
from alentour.core import files
from alentour.documents.enums import DocumentKind, State
from alentour.documents.models import Document
from alentour.identity.models import Usager
from alentour.identity.tests.people import IRENE, qualified
from alentour.portability import jobs
from alentour.portability.models import Export, Import
from alentour.record.enums import AlertKind
from alentour.record.models import Contact, Problem
from alentour.record.services import add_to_team, admit, raise_alert, write

PDF = b"%PDF-1.4\n%fictitious\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(settings.STORAGES["default"]["OPTIONS"], "location", str(tmp_path / "files"))
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    yield
    jobs.forget_running()


@pytest.fixture
def irene(ssiad: Structure, ines: Post, nadia: Post) -> Usager:
    usager = qualified(ssiad, IRENE, ines, phone="0299000001", city="Rennes")
    admit(usager=usager, by=ines)
    add_to_team(usager=usager, post=ines, by=None)
    return usager


@pytest.fixture
def full(irene: Usager, ines: Post) -> Usager:
    """Her record, with a line of each family."""
    fill(irene, ines)
    return irene


def fill(usager: Usager, by: Post) -> None:
    owner: dict[str, Any] = {"structure": usager.structure, "usager": usager}
    raise_alert(usager=usager, by=by, kind=AlertKind.ALLERGIE, label="Pénicilline", reaction="urticaire")
    write(Problem, usager=usager, by=by, key=None, kind="medical", label="Diabète de type 2", since="2011")
    Contact.objects.create(
        **owner, given_name="Paul", family_name="Dupont", relation="enfant", phone="0600000001", is_emergency=True
    )
    reading = Reading.objects.create(**owner, author=by, done_at=AT, note="Au lit.")
    Measure.objects.create(**owner, reading=reading, kind="temperature", value=Decimal("37.50"), done_at=AT)
    Threshold.objects.create(**owner, kind="temperature", high=Decimal("38.50"), set_by=by)
    Transmission.objects.create(**owner, author=by, category="soin", target="Douleur", data="Mieux.", done_at=AT)
    TreatmentLine.objects.create(**owner, drug="Metformine 500", matin="1", starts_on=date(2026, 1, 5), written_by=by)
    body = files.store(PDF, media_type="application/pdf", structure_id=usager.structure_id)
    Document.objects.create(
        **owner, kind=DocumentKind.ORDONNANCE, title="Ordonnance", state=State.VALIDE, author=by, body=body,
        media_type="application/pdf", effective_at=AT,
    )  # fmt: skip


@pytest.fixture
def ehpad(db: None) -> Structure:
    return create_structure(
        name="EHPAD Iris", kind=StructureKind.EHPAD, idnst="1350009965", ipp_oid="1.2.250.1.999.350009965", sector="SA17",
        practice_setting="ESSMS", city="Chartres-de-Bretagne",
    )  # fmt: skip


@pytest.fixture
def claire(ehpad: Structure) -> Post:
    """Infirmière coordinatrice of the EHPAD."""
    person = create_professional(family_name="Le Bihan", given_name="Claire", idnps="810100000099")
    return open_post(professional=person, structure=ehpad, metier=Metier.IDEC, profession_code="G15_60")


def finished(job: Export | Import) -> Any:
    """The job once the runner has done it."""
    jobs.drain()
    return type(job).objects.get(pk=job.pk)


def _director(structure: Structure) -> Post:
    person = create_professional(family_name="Garnier", given_name="Hélène")
    return open_post(professional=person, structure=structure, metier=Metier.DIRECTEUR, profession_code="359")


@pytest.fixture
def director(ehpad: Structure) -> Post:
    """The director of the EHPAD: she answers for the structure, and reads no health volume."""
    return _director(ehpad)


@pytest.fixture
def director_of_ssiad(ssiad: Structure) -> Post:
    return _director(ssiad)
