"""The person's side of the DMP, for Mon espace santé and for tests: what is visible, masking, blocking, closing.

`GET /api/dmp/<matricule>/documents` lists; `GET …/documents/<uniqueId>` gives the bytes; `POST /api/dmp/<matricule>` with
`{"block": "8…"}`, `{"oppose_glass": true}` or `{"state": "terminated"}` acts.
"""

from __future__ import annotations

import json

from esante.xds.names import Status
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Request, Response

from sandbox.dmp.desk import Desk
from sandbox.dmp.people import ACTIVE, TERMINATED, Dmp
from sandbox.dmp.policy import class_and_type, is_signature, visibility
from sandbox.dmp.registry.store import Document, Held
from sandbox.web import Routes


def visible_documents(desk: Desk, matricule: str) -> list[tuple[Held, Document]]:
    """Documents in force that the person may see: an INVISIBLE_PATIENT one waits for its announcement (TD3.3b)."""
    dmp = desk.people.by_matricule(matricule)
    if dmp is None:
        return []
    found = []
    for held in desk.store.of_patient("document", dmp.patient, [Status.APPROVED]):
        document = desk.store.document(held.object.unique_id)
        hidden = "INVISIBLE_PATIENT" in visibility(held.object) or is_signature(held.object)
        if document is not None and not hidden:
            found.append((held, document))
    return found


class CitizenApi:
    """Routes under `/api/dmp`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.routes = Routes()
        self.routes.add("/api/dmp/<matricule>/documents", self._list)
        self.routes.add("/api/dmp/<matricule>/documents/<unique_id>", self._read)
        self.routes.add("/api/dmp/<matricule>", self._act, methods=["POST"])

    def _dmp(self, matricule: str) -> Dmp:
        dmp = self._desk.people.by_matricule(matricule)
        if dmp is None:
            raise NotFound("Aucun DMP pour cette personne.")
        return dmp

    def _list(self, request: Request, matricule: str) -> Response:
        self._dmp(matricule)
        listed = [_summary(held) for held, _ in visible_documents(self._desk, matricule)]
        return _json({"documents": listed})

    def _read(self, request: Request, matricule: str, unique_id: str) -> Response:
        self._dmp(matricule)
        for held, document in visible_documents(self._desk, matricule):
            if held.object.unique_id == unique_id:
                return Response(document.data, mimetype=document.mime)
        raise NotFound("Ce document n'est pas visible de la personne.")

    def _act(self, request: Request, matricule: str) -> Response:
        dmp = self._dmp(matricule)
        asked = json.loads(request.get_data() or b"{}")
        people, now = self._desk.people, self._desk.context.clock()
        if "block" in asked:
            person = self._desk.context.cast.by_idnps(asked["block"])
            people.forbid(dmp.patient, asked["block"], person.name if person else asked["block"], now)
        if "oppose_glass" in asked:
            people.set_glass_opposition(dmp.patient, bool(asked["oppose_glass"]))
        if "state" in asked:
            if asked["state"] not in (ACTIVE, TERMINATED):
                raise BadRequest("Un DMP est active ou terminated.")
            people.set_state(dmp.patient, asked["state"])
        return _json({})


def _summary(held: Held) -> dict[str, object]:
    class_code, type_code = class_and_type(held.object)
    return {
        "uniqueId": held.object.unique_id,
        "title": held.object.title,
        "classCode": class_code,
        "typeCode": type_code,
        "creationTime": held.object.one("creationTime"),
        "masked": "MASQUE_PS" in visibility(held.object),
    }


def _json(value: object) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), mimetype="application/json")
