"""Dr Martin deposits his prescription: conditions in words, one deposit whatever happens, its road told."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone
from esante.dmp import existence
from esante.soap import SoapFault
from esante.vihf import Mode
from esante.xds import RegistryError, Status, iti41

from alentour.accounts.models import Post
from alentour.audit.models import TraceEvent
from alentour.core.doors import ClosedDoor, Refused
from alentour.dmp import plugs, rules, services
from alentour.dmp.enums import DmpState, EntryState
from alentour.dmp.models import Dossier, Entry
from alentour.dmp.services import publishing
from alentour.dmp.tests.conftest import Dmp, informed
from alentour.documents import destinations
from alentour.documents.enums import DocumentKind
from alentour.documents.models import Document
from alentour.documents.services import cancel, cda_of, create_ordonnance, create_scan, replace, validate
from alentour.documents.tests.conftest import LINES, paper
from alentour.exchanges.enums import State
from alentour.exchanges.models import Exchange, ServiceState
from alentour.exchanges.runner import drain
from alentour.exchanges.services import hurry
from alentour.identity.models import Usager
from alentour.record.enums import ConsentObject, Decision
from alentour.record.services import collect_consent


@pytest.fixture
def ready(ordonnance: Document, irene_at_cabinet: Usager, martin: Post) -> Document:
    """The prescription of Dr Martin, and Irène informed."""
    informed(irene_at_cabinet, martin)
    return ordonnance


def hurry_all() -> None:
    """The delay before the next try is over."""
    Exchange.objects.filter(state=State.READY).update(run_at=timezone.now() - timedelta(seconds=1))


def test_the_prescription_reaches_the_dmp_with_its_own_identifier(ready: Document, martin: Post, dmp: Dmp) -> None:
    exchange = services.publish(document=ready, by=martin)
    assert exchange.state == State.READY
    drain()
    exchange.refresh_from_db()

    assert exchange.state == State.ACCEPTED
    assert dmp.contents == {ready.document_oid: cda_of(ready)}, "byte for byte, under the same identifier"
    assert dmp.actions == ["PRPA_IN201307UV02", "ProvideAndRegisterDocumentSet-b"]
    entry = Entry.objects.get(unique_id=ready.document_oid)
    assert (entry.state, entry.document) == (EntryState.APPROVED, ready)
    assert Dossier.objects.get().state == DmpState.ACTIVE


def test_the_structure_speaks_not_the_person_at_the_screen(ready: Document, martin: Post, dmp: Dmp) -> None:
    services.publish(document=ready, by=martin)
    drain()
    for _, token in dmp.asked:
        assert token.mode is Mode.INDIRECTE
        assert token.structure_id == "381234567800013"
        assert token.name_id == "810100000032"
        assert token.subject_name == "MARTIN Paul"
        assert [(role.code, role.system) for role in token.roles] == [
            ("10", "1.2.250.1.71.1.2.7"), ("SM26", "1.2.250.1.71.4.2.5"),
        ]  # fmt: skip
        assert token.patient == "238033523800188^^^&1.2.250.1.213.1.4.10&ISO^NH"


def test_a_social_role_signs_a_deposit_too(irene: Usager, aicha: Post, ines: Post, photo: Document, dmp: Dmp) -> None:
    informed(irene, ines)
    services.publish(document=photo, by=ines)
    drain()
    assert dmp.contents.keys() == {photo.document_oid}
    (role,) = dmp.asked[-1][1].roles
    assert (role.code, role.system) == ("313", "1.2.250.1.213.1.6.1.107")


def test_asking_twice_deposits_once(ready: Document, martin: Post, dmp: Dmp) -> None:
    first = services.publish(document=ready, by=martin)
    second = services.publish(document=ready, by=martin)
    drain()
    third = services.publish(document=ready, by=martin)
    drain()

    assert first == second == third
    assert dmp.actions.count("ProvideAndRegisterDocumentSet-b") == 1


def test_a_doubled_deposit_is_recognised_as_done(ready: Document, martin: Post, dmp: Dmp) -> None:
    """The answer of the first try was lost: the DMP has it already."""
    dmp.put(cda_of(ready))
    dmp.refuses[iti41.ACTION] = RegistryError(code="XDSDuplicateUniqueIdInRegistry", context="déjà là")
    exchange = services.publish(document=ready, by=martin)
    drain()
    exchange.refresh_from_db()

    assert (exchange.state, exchange.receipt["already"]) == (State.ACCEPTED, True)
    assert exchange.sentence == "Ce document était déjà au DMP."


def test_the_same_identifier_with_another_content_is_refused(ready: Document, martin: Post, dmp: Dmp) -> None:
    entry = dmp.put(cda_of(ready))
    dmp.entries[entry.id] = type(entry)(**{**_fields(entry), "hash": hashlib.sha1(b"other").hexdigest()})
    dmp.refuses[iti41.ACTION] = RegistryError(code="XDSNonIdenticalHash")
    exchange = services.publish(document=ready, by=martin)
    drain()
    exchange.refresh_from_db()
    assert (exchange.state, exchange.code) == (State.REFUSED, "XDSNonIdenticalHash")


def _fields(entry: object) -> dict[str, object]:
    return {name: getattr(entry, name) for name in entry.__dataclass_fields__}  # type: ignore[attr-defined]


def test_an_outage_keeps_it_in_the_tray_and_it_leaves_by_itself(ready: Document, martin: Post, dmp: Dmp) -> None:
    dmp.down = True
    exchange = services.publish(document=ready, by=martin)
    drain()
    exchange.refresh_from_db()
    assert (exchange.state, exchange.is_stuck) == (State.READY, True)
    assert "de lui-même" in exchange.sentence
    assert ServiceState.objects.get().is_down

    dmp.down = False
    hurry(structure_id=exchange.structure_id, service=exchange.service)
    hurry_all()
    drain()
    exchange.refresh_from_db()
    assert exchange.state == State.ACCEPTED
    assert exchange.attempts == 2


def test_each_try_carries_the_same_identifiers(
    ready: Document, martin: Post, dmp: Dmp, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    original = dmp._deposit

    def lost(message):  # type: ignore[no-untyped-def]
        request = iti41.decode_request(message.payload)
        seen.append((request.submission.submission_set.unique_id, request.submission.entries[0].unique_id))
        if len(seen) == 1:
            dmp.refuses[iti41.ACTION] = RegistryError(code="XDSRepositoryBusy")
        else:
            dmp.refuses.clear()
        return original(message)

    monkeypatch.setattr(dmp, "_deposit", lost)
    exchange = services.publish(document=ready, by=martin)
    drain()
    exchange.refresh_from_db()
    assert (exchange.state, exchange.code) == (State.READY, "XDSRepositoryBusy"), "busy is not a refusal"
    hurry_all()
    drain()
    exchange.refresh_from_db()
    assert exchange.state == State.ACCEPTED
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("status", "said"),
    [(existence.DmpStatus.CLOSED, "est fermé"), (existence.DmpStatus.ABSENT, "n'a pas de DMP")],
)
def test_a_closed_or_missing_dmp_is_said_in_words(
    ready: Document, martin: Post, dmp: Dmp, status: existence.DmpStatus, said: str
) -> None:
    dmp.status = status
    exchange = services.publish(document=ready, by=martin)
    drain()
    exchange.refresh_from_db()
    assert exchange.state == State.REFUSED
    assert said in exchange.sentence
    assert dmp.contents == {}
    with pytest.raises(Refused, match=said):
        services.publish(document=ready, by=martin)


def test_a_refused_certificate_is_told_and_may_be_tried_again(ready: Document, martin: Post, dmp: Dmp) -> None:
    dmp.refuses[iti41.ACTION] = SoapFault("Sender", "DMPInvalidCertificate", "certificat")
    exchange = services.publish(document=ready, by=martin)
    drain()
    exchange.refresh_from_db()
    assert (exchange.state, exchange.code) == (State.REFUSED, "DMPInvalidCertificate")
    (road,) = destinations.roads_of(ready)
    assert road.stuck is not None
    assert "certificat" in road.stuck.why

    dmp.refuses.clear()
    assert services.publish(document=ready, by=martin) == exchange
    drain()
    exchange.refresh_from_db()
    assert exchange.state == State.ACCEPTED
    (road,) = destinations.roads_of(ready)
    assert (road.sentence, road.stuck) == ("accepté", None)


def test_what_is_not_sound_waits_in_the_tray_with_its_sentence(
    ready: Document, martin: Post, dmp: Dmp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "why_it_stays", lambda document: "La date de l'acte manque : l'auteur peut…")
    exchange = services.publish(document=ready, by=martin)
    drain()
    exchange.refresh_from_db()
    assert (exchange.state, exchange.code) == (State.REFUSED, "unsound")
    assert "La date de l'acte manque" in exchange.sentence
    assert dmp.actions == []


# --- the conditions, each in words


def why(document: Document) -> list[str]:
    return [one.code for one in rules.hindrances(document)]


def test_nobody_informed_nothing_leaves(ordonnance: Document, martin: Post, dmp: Dmp) -> None:
    assert why(ordonnance) == ["information"]
    with pytest.raises(Refused, match="informée"):
        services.publish(document=ordonnance, by=martin)
    services.inform(usager=ordonnance.usager, by=martin)
    assert why(ordonnance) == []


def test_an_opposition_stops_what_already_waits(ready: Document, martin: Post, dmp: Dmp) -> None:
    exchange = services.publish(document=ready, by=martin)
    services.oppose(usager=ready.usager, by=martin)
    drain()
    exchange.refresh_from_db()
    assert (exchange.state, exchange.code) == (State.REFUSED, "opposition")
    assert dmp.asked == [], "not one byte left"
    with pytest.raises(Refused, match="opposée"):
        services.publish(document=ready, by=martin)
    services.inform(usager=ready.usager, by=martin)
    assert why(ready) == [], "she changed her mind"


def test_an_unqualified_identity_never_leaves(
    ready: Document, irene_at_cabinet: Usager, martin: Post, dmp: Dmp
) -> None:
    irene_at_cabinet.statut = "validee"
    irene_at_cabinet.save()
    ready.usager = irene_at_cabinet
    (hindrance,) = rules.hindrances(ready)
    assert (hindrance.code, hindrance.action) == ("ins", "Demander l'INS à INSi")
    with pytest.raises(Refused, match="INSi"):
        services.publish(document=ready, by=martin)


def test_a_draft_and_a_cancelled_document_stay(irene_at_cabinet: Usager, ready: Document, martin: Post) -> None:
    draft = create_ordonnance(post=martin, usager=irene_at_cabinet, lines=LINES)
    assert why(draft) == ["state"]
    assert why(cancel(document=ready, by=martin, reason="erreur")) == ["state"]


def test_the_paper_of_another_author_is_theirs_to_deposit(irene: Usager, ines: Post) -> None:
    informed(irene, ines)
    copy = create_scan(post=ines, usager=irene, kind=DocumentKind.LETTRE, data=paper(), author_name="Dr Anne Petit")
    assert why(copy) == ["not-ours"]
    ours = create_scan(post=ines, usager=irene, kind=DocumentKind.LETTRE, data=paper())
    assert why(ours) == []


def test_what_the_person_writes_herself_is_not_deposited_by_us(irene: Usager, ines: Post) -> None:
    informed(irene, ines)
    wishes = create_scan(post=ines, usager=irene, kind=DocumentKind.DIRECTIVES, data=paper())
    assert why(wishes) == ["kind"]
    assert plugs.offer(wishes, ines) is None


def test_an_aide_soignante_and_karim_are_not_offered_the_dmp(
    photo: Document, aicha: Post, karim: Post, dmp: Dmp
) -> None:
    assert plugs.offer(photo, aicha) is None
    for post in (aicha, karim):
        with pytest.raises(ClosedDoor):
            services.publish(document=photo, by=post)
    assert Exchange.objects.count() == 0


def test_a_document_signed_before_the_qualification_gets_the_ins_before_leaving(
    irene_at_cabinet: Usager, martin: Post, dmp: Dmp
) -> None:
    irene_at_cabinet.statut = "recuperee"
    irene_at_cabinet.save()
    informed(irene_at_cabinet, martin)
    signed = validate(document=create_ordonnance(post=martin, usager=irene_at_cabinet, lines=LINES), by=martin)
    assert not signed.carries_ins
    irene_at_cabinet.statut = "qualifiee"
    irene_at_cabinet.save()
    signed = Document.objects.get(pk=signed.pk)

    exchange = services.publish(document=signed, by=martin)
    drain()
    exchange.refresh_from_db()
    assert exchange.state == State.ACCEPTED
    assert b"238033523800188" in dmp.contents[signed.document_oid]


def test_a_new_version_replaces_the_old_one_there_too(ready: Document, martin: Post, dmp: Dmp) -> None:
    services.publish(document=ready, by=martin)
    drain()
    second = validate(document=replace(document=ready, by=martin), by=martin)
    exchange = services.publish(document=second, by=martin)
    drain()
    exchange.refresh_from_db()

    assert exchange.state == State.ACCEPTED
    statuses = {entry.unique_id: entry.status for entry in dmp.entries.values()}
    assert statuses == {ready.document_oid: Status.DEPRECATED.value, second.document_oid: Status.APPROVED.value}
    assert Entry.objects.get(unique_id=ready.document_oid).replaced_by == second.document_oid


def test_a_replacement_of_what_was_never_there_is_explained(ready: Document, martin: Post, dmp: Dmp) -> None:
    second = validate(document=replace(document=ready, by=martin), by=martin)
    exchange = services.publish(document=second, by=martin)
    drain()
    exchange.refresh_from_db()
    assert (exchange.state, exchange.code) == (State.REFUSED, "no-previous")
    assert "jamais été déposée" in exchange.sentence


def test_a_replacement_whose_answer_was_lost_is_recognised_as_done(ready: Document, martin: Post, dmp: Dmp) -> None:
    services.publish(document=ready, by=martin)
    drain()
    second = validate(document=replace(document=ready, by=martin), by=martin)
    exchange = services.publish(document=second, by=martin)
    drain()
    Exchange.objects.filter(pk=exchange.pk).update(state=State.READY)
    drain()
    exchange.refresh_from_db()
    assert (exchange.state, exchange.receipt["already"]) == (State.ACCEPTED, True)


def test_what_is_hidden_here_is_hidden_there(ready: Document, martin: Post, dmp: Dmp) -> None:
    ready.hidden_from_usager = True
    ready.save()
    services.publish(document=ready, by=martin)
    drain()
    assert Entry.objects.get().visibility == ["INVISIBLE_PATIENT"]


def test_without_a_dmp_configured_it_says_so(ready: Document, martin: Post) -> None:
    exchange = services.publish(document=ready, by=martin)
    drain()
    exchange.refresh_from_db()
    assert (exchange.state, exchange.code) == (State.REFUSED, "not-configured")
    assert "pas relié" in exchange.sentence


def test_the_deposit_is_traced_without_identity(ready: Document, martin: Post, dmp: Dmp) -> None:
    services.publish(document=ready, by=martin)
    drain()
    actions = set(TraceEvent.objects.filter(structure_id=martin.structure_id).values_list("action", flat=True))
    assert {"dmp.asked", "exchange.asked", "exchange.settled"} <= actions
    row = Exchange.objects.get()
    assert "238033523800188" not in f"{row.label}{row.receipt}{row.sentence}{row.key}"


def test_a_refusal_of_reading_does_not_keep_from_feeding(
    ready: Document, irene_at_cabinet: Usager, martin: Post
) -> None:
    collect_consent(usager=irene_at_cabinet, object=ConsentObject.DMP_CONSULTATION, decision=Decision.REFUS, by=martin)
    assert why(ready) == []
