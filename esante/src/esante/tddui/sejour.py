"""A stay and its movements: Encounter of profile tddui-encounter-sejour."""

from __future__ import annotations

from dataclasses import dataclass

from esante.tddui.coded import Coded


@dataclass(frozen=True, slots=True, kw_only=True)
class Sejour:
    """A stay in ``structure``; without ``end`` it is going on, without ``start`` it is planned.

    came_from       code of provenance (JDV modalité d'entrée); ``entry`` and ``exit`` are labels
    left_for        code of the reason for leaving (JDV modalité de sortie)
    origin          Struct_IdNat of the structure the person comes from, ``origin_file`` and ``origin_entry`` there
    asked_by        who asked for the stay; ``modality`` of JDV_J226 (accueil de jour, hébergement…)
    """

    id: str
    structure: str
    file_number: str = ""
    admission: str = ""
    planned_start: str = ""
    planned_end: str = ""
    start: str = ""
    end: str = ""
    came_from: Coded | None = None
    entry: str = ""
    left_for: Coded | None = None
    exit: str = ""
    origin: str = ""
    origin_file: str = ""
    origin_entry: str = ""
    asked_by: str = ""
    modality: Coded | None = None
    comment: str = ""
