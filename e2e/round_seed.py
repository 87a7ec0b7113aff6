"""What the tests of the round ask of the base, in a process of its own: seed it, count what is in the record, move a colleague."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alentour.config.settings")


def seed() -> dict[str, Any]:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from alentour.accounts.enums import Metier, StructureKind
    from alentour.accounts.services import create_structure

    house = create_structure(
        name="SSIAD Les Ajoncs", kind=StructureKind.SSIAD, idnst="1350009999", ipp_oid="1.2.250.1.999.350009999"
    )
    posts = {
        "ines": _post(house, "Inès", "Moreau", Metier.INFIRMIER, "10100000024", "G15_60"),
        "aicha": _post(house, "Aïcha", "Benali", Metier.AIDE_SOIGNANT, "10100000016", "313"),
        "nadia": _post(house, "Nadia", "Roux", Metier.IDEC, "10100000073", "G15_60"),
    }
    people = {"irene": _person(posts, "DUPONT", "IRENE", "Irène", "F", "1938-03-12")}
    people["marcel"] = _person(posts, "LE GOFF", "MARCEL", "Marcel", "M", "1941-09-05")
    _surround(posts, people["irene"])
    return {
        "seated": {name: _session(post) for name, post in posts.items()},
        "people": {name: str(one.id) for name, one in people.items()},
    }


def _post(house: Any, given: str, family: str, metier: Any, rpps: str, profession: str) -> Any:
    from alentour.accounts.services import create_professional, open_post

    person = create_professional(family_name=family, given_name=given, idnps=f"8{rpps}", civility="MME")
    return open_post(professional=person, structure=house, metier=metier, profession_code=profession)


def _person(posts: dict[str, Any], birth: str, given: str, used: str, sex: str, born: str) -> Any:
    from alentour.identity.services import create_usager
    from alentour.record.services import add_to_team

    usager = create_usager(
        structure=posts["nadia"].structure, by=posts["nadia"], birth_name=birth, given_names=given, first_given_name=given,
        used_given_name=used, birth_date_text=born, sex=sex, birth_place="35238",
    )  # fmt: skip
    for post in posts.values():
        add_to_team(usager=usager, post=post, by=None)
    return usager


def _surround(posts: dict[str, Any], irene: Any) -> None:
    from decimal import Decimal

    from alentour.care import services as care
    from alentour.care.enums import Category
    from alentour.care.tasks import Rhythm
    from alentour.record.enums import AlertKind
    from alentour.record.services import admit, raise_alert
    from alentour.tournee.services import write_consigne

    ines = posts["ines"]
    admit(usager=irene, by=ines, place="3e gauche")
    raise_alert(usager=irene, by=ines, kind=AlertKind.ALLERGIE, label="Pénicilline")
    care.take(usager=irene, by=ines, values={"ta_sys": Decimal(141), "ta_dia": Decimal(83), "spo2": Decimal(94)})
    care.write(
        usager=irene, by=posts["aicha"], category=Category.SOIN, target="Talon gauche", data="Rougeur qui pâlit."
    )
    care.add_line(
        usager=irene, by=ines, drug="Amlodipine 5 mg", matin="1 gél.", soir="1 gél.", prescriber="Dr Paul MARTIN",
        document_label="Ordonnance du 2 novembre", instructions="Pendant le repas",
    )  # fmt: skip
    care.add_line(
        usager=irene, by=ines, drug="Paracétamol 1 g", besoin="1 cp", max_per_day=3, min_hours=4,
        prescriber="Dr Paul MARTIN", document_label="Ordonnance du 2 novembre",
    )  # fmt: skip
    care.plan_task(usager=irene, by=ines, label="Bas de contention", rhythm=Rhythm.JOURS, moments=",matin,")
    write_consigne(
        usager=irene, by=ines, based_on=0, changes={"access": "Clé chez la gardienne", "advice": "Bas avant le lever"}
    )


def _session(post: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(post.professional_id)
    session[BACKEND_SESSION_KEY] = "alentour.accounts.psc.PscBackend"
    session[HASH_SESSION_KEY] = post.professional.get_session_auth_hash()
    session["post"] = str(post.id)
    session.create()
    return str(session.session_key)


def again(name: str) -> dict[str, str]:
    """The same person logs in again."""
    from alentour.accounts.models import Post

    return {"session": _session(Post.objects.select_related("professional").get(professional__given_name=name))}


def end(key: str) -> dict[str, bool]:
    """The session ends on the server."""
    from django.contrib.sessions.models import Session

    return {"ended": bool(Session.objects.filter(pk=key).delete()[0])}


def lock(key: str) -> dict[str, bool]:
    """The session locks after a time without a gesture."""
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore(key)
    session["locked"] = True
    session.save()
    return {"locked": True}


def leave(name: str, usager: str) -> dict[str, bool]:
    """A colleague leaves the team of a person."""
    from alentour.accounts.models import Post
    from alentour.record.models import CareTeamMember
    from alentour.record.services import remove_from_team

    member = CareTeamMember.objects.select_related("usager").get(post__professional__given_name=name, usager_id=usager)
    remove_from_team(member=member, by=Post.objects.get(professional__given_name="Nadia"))
    return {"left": True}


def record(usager: str) -> dict[str, Any]:
    """What the record holds about a person, without the beginnings."""
    from alentour.audit.models import ChainHead
    from alentour.audit.services import verify_chain
    from alentour.care.models import Administration, Reading, Realisation, Transmission
    from alentour.documents.models import Document
    from alentour.tournee.models import Consigne, SyncedOperation

    mine = {"usager_id": usager}
    readings = Reading.objects.filter(**mine, device="tournée").prefetch_related("measures")
    return {
        "readings": [{one.kind: str(one.value) for one in row.measures.all()} for row in readings],
        "done_at": [row.done_at.isoformat() for row in readings],
        "transmissions": [row.data for row in Transmission.objects.filter(**mine).order_by("entered_at")],
        "doses": [[row.moment, row.state] for row in Administration.objects.filter(**mine)],
        "soins": [[row.slot, row.state] for row in Realisation.objects.filter(**mine)],
        "photos": [row.title for row in Document.objects.filter(**mine)],
        "consigne": list(Consigne.objects.filter(**mine).values_list("number", flat=True)),
        "advice": getattr(Consigne.objects.filter(**mine).first(), "advice", ""),
        "gestures": sorted(SyncedOperation.objects.filter(**mine).values_list("outcome", flat=True)),
        "broken": sum(verify_chain(head.structure_id).broken_at is not None for head in ChainHead.objects.all()),
    }


def main(what: str, *arguments: str) -> None:
    import django

    django.setup()
    verbs: dict[str, Any] = {"seed": seed, "again": again, "end": end, "lock": lock, "leave": leave, "record": record}
    sys.stdout.write("\n" + json.dumps(verbs[what](*arguments)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
