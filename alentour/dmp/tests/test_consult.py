"""Claire Petit looks in Irène's DMP for the prescription: present, authenticated, with Irène's agreement, at her own request."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from django.utils import timezone
from esante.dmp import existence
from esante.soap import SoapFault
from esante.vihf import Mode
from esante.xds import Association, AssociationType, DocumentEntry, Status, iti18

from alentour.accounts import gateway as psc
from alentour.accounts import tokens
from alentour.accounts.models import Post
from alentour.audit.models import TraceEvent
from alentour.core.doors import ClosedDoor, Refused
from alentour.dmp import rules, selectors, services
from alentour.dmp.enums import EntryState
from alentour.dmp.models import Access, Dossier, Entry
from alentour.dmp.tests.conftest import Dmp, agrees_to_reading, coded, connect, hidden
from alentour.documents.enums import Provenance, State
from alentour.documents.models import Document, FilingItem
from alentour.documents.services import cda_of, receive
from alentour.exchanges.models import Exchange
from alentour.identity.models import Usager
from alentour.record.enums import ConsentObject, Decision
from alentour.record.services import collect_consent


@pytest.fixture
def claire(petit: Post, irene_at_pharmacie: Usager) -> Post:
    """Connected by Pro Santé Connect, with Irène's agreement."""
    connect(petit)
    agrees_to_reading(irene_at_pharmacie, petit)
    return petit


def test_she_finds_the_prescription_of_dr_martin(
    claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry, ordonnance: Document
) -> None:
    seen = services.consult(usager=irene_at_pharmacie, by=claire)

    assert (seen.new, seen.changed) == (1, 0)
    (entry,) = selectors.entries_of(claire, irene_at_pharmacie)
    assert entry.unique_id == ordonnance.document_oid
    assert (entry.author_name, entry.author_structure) == ("Paul Martin", "Cabinet médical du Mail")
    assert (entry.type_label, entry.lid) == ("Prescription de produits de santé", deposited.logical_id)
    access = Access.objects.get(post=claire)
    assert (access.authorization, access.dossier.attached_to_ens) == ("valide", True)


def test_she_reads_it_and_it_is_the_very_same_document(
    claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry, ordonnance: Document
) -> None:
    services.consult(usager=irene_at_pharmacie, by=claire)
    opened = services.open_entry(entry=Entry.objects.get(), by=claire)

    assert isinstance(opened, Document)
    assert (opened.document_oid, opened.provenance, opened.usager) == (
        ordonnance.document_oid, Provenance.DMP, irene_at_pharmacie,
    )  # fmt: skip
    assert cda_of(opened) == cda_of(ordonnance)
    asked = len(dmp.asked)
    assert services.open_entry(entry=Entry.objects.get(), by=claire) == opened
    assert len(dmp.asked) == asked, "what is here is not asked twice"


def test_each_reading_is_hers_by_name(
    claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry
) -> None:
    services.consult(usager=irene_at_pharmacie, by=claire)
    services.open_entry(entry=Entry.objects.get(), by=claire)
    assert dmp.actions == ["PRPA_IN201307UV02", "RegistryStoredQuery", "RegistryStoredQuery", "RetrieveDocumentSet"]
    for _, token in dmp.asked:
        assert (token.mode, token.name_id, token.structure_id) == (Mode.AIR, "810100000040", "1350009981")
        assert token.authn_decl


def test_what_came_by_message_is_linked_not_doubled(
    claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry, ordonnance_cda: bytes
) -> None:
    by_message = receive(structure=claire.structure, cda=ordonnance_cda, provenance=Provenance.MSS, source_ref="m:1")
    services.consult(usager=irene_at_pharmacie, by=claire)

    entry = Entry.objects.get()
    assert entry.document == by_message
    assert services.open_entry(entry=entry, by=claire) == by_message
    assert "RetrieveDocumentSet" not in dmp.actions
    assert Document.objects.for_structure(claire.structure).count() == 1


def test_the_first_search_covers_two_years_and_all_vaccinations(
    claire: Post, irene_at_pharmacie: Usager, irene_at_cabinet: Usager, dmp: Dmp, letter
) -> None:
    old = timezone.now() - timedelta(days=900)
    dmp.put(letter(irene_at_cabinet, effective_at=old))
    dmp.put(letter(irene_at_cabinet, effective_at=old), **coded("11369-6"))
    dmp.put(letter(irene_at_cabinet))

    assert services.consult(usager=irene_at_pharmacie, by=claire).new == 2
    assert Dossier.objects.get().since == timezone.localdate() - timedelta(days=730)
    assert services.consult(usager=irene_at_pharmacie, by=claire, whole=True).new == 1
    assert Dossier.objects.get().whole_history


def test_the_next_ones_ask_only_what_was_submitted_since(
    claire: Post, irene_at_pharmacie: Usager, irene_at_cabinet: Usager, dmp: Dmp, deposited: DocumentEntry, letter
) -> None:
    services.consult(usager=irene_at_pharmacie, by=claire)
    dmp.asked.clear()
    assert services.consult(usager=irene_at_pharmacie, by=claire).new == 0
    assert dmp.actions == ["PRPA_IN201307UV02", "RegistryStoredQuery"], "no lot, no more question"

    dmp.put(letter(irene_at_cabinet), days_ago=0)
    assert services.consult(usager=irene_at_pharmacie, by=claire).new == 1


def test_a_replacement_is_told_and_marks_what_we_hold(
    claire: Post, irene_at_pharmacie: Usager, irene_at_cabinet: Usager, dmp: Dmp, deposited: DocumentEntry, letter
) -> None:
    services.consult(usager=irene_at_pharmacie, by=claire)
    held = services.open_entry(entry=Entry.objects.get(), by=claire)
    new = dmp.replace(
        deposited, letter(irene_at_cabinet, kind="ordonnance", replaces_oid=deposited.unique_id, version=2)
    )

    seen = services.consult(usager=irene_at_pharmacie, by=claire)
    assert seen.new == 1
    old = Entry.objects.get(unique_id=deposited.unique_id)
    assert (old.state, old.replaced_by) == (EntryState.DEPRECATED, new.unique_id)
    assert isinstance(held, Document)
    held.refresh_from_db()
    assert held.state == State.REMPLACE
    assert [entry.unique_id for entry in selectors.entries_of(claire, irene_at_pharmacie)] == [new.unique_id]
    assert selectors.entries_of(claire, irene_at_pharmacie, every_state=True).count() == 2


def test_a_masking_changes_the_line_it_is_about(
    claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry
) -> None:
    services.consult(usager=irene_at_pharmacie, by=claire)
    masked = dataclasses.replace(
        deposited, id="urn:uuid:00000000-0000-4000-8000-00000000aaaa", version="2", **hidden("INVISIBLE_PATIENT")
    )
    del dmp.entries[deposited.id]
    dmp.entries[masked.id] = masked
    dmp._lot([masked], timezone.now())

    seen = services.consult(usager=irene_at_pharmacie, by=claire)
    assert (seen.new, seen.changed) == (0, 1)
    entry = Entry.objects.get()
    assert (entry.visibility, entry.entry_uuid, entry.lid) == (["INVISIBLE_PATIENT"], masked.id, deposited.logical_id)


def test_a_deletion_is_told(claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry) -> None:
    services.consult(usager=irene_at_pharmacie, by=claire)
    gone = Association(
        id="urn:uuid:00000000-0000-4000-8000-00000000bbbb", type=AssociationType.UPDATE_AVAILABILITY,
        source="", target=deposited.id, original_status=Status.APPROVED.value, new_status=Status.DELETED.value,
    )  # fmt: skip
    del dmp.entries[deposited.id]
    lot_of = dataclasses.replace(deposited, id="urn:uuid:00000000-0000-4000-8000-00000000cccc")
    dmp._lot([lot_of], timezone.now(), links=())
    dmp.links.append(dataclasses.replace(gone, source=dmp.sets[-1][0].id))

    services.consult(usager=irene_at_pharmacie, by=claire)
    assert Entry.objects.get().state == EntryState.DELETED


def test_what_the_person_wrote_is_told_apart(
    claire: Post, irene_at_pharmacie: Usager, irene_at_cabinet: Usager, dmp: Dmp, letter
) -> None:
    dmp.put(letter(irene_at_cabinet), **coded("DOCPAT01"))
    services.consult(usager=irene_at_pharmacie, by=claire)
    assert Entry.objects.get().by_person


def test_a_document_of_somebody_else_goes_to_the_tray(
    claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry
) -> None:
    services.consult(usager=irene_at_pharmacie, by=claire)
    irene_at_pharmacie.birth_date_text = "1938-12-03"
    irene_at_pharmacie.save()
    opened = services.open_entry(entry=Entry.objects.get(), by=claire)
    assert isinstance(opened, FilingItem)
    assert opened.hint_id == irene_at_pharmacie.id


# --- the doors of the reading


def test_without_pro_sante_connect_nothing_is_asked(petit: Post, irene_at_pharmacie: Usager, dmp: Dmp) -> None:
    agrees_to_reading(irene_at_pharmacie, petit)
    with pytest.raises(Refused, match="reconnectez-vous"):
        services.consult(usager=irene_at_pharmacie, by=petit)
    assert dmp.asked == []


def test_a_session_that_ends_closes_the_reading(
    claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry
) -> None:
    services.consult(usager=irene_at_pharmacie, by=claire)
    tokens.forget(claire.professional_id)
    with pytest.raises(Refused, match="reconnectez-vous"):
        services.open_entry(entry=Entry.objects.get(), by=claire)


def test_an_outage_of_pro_sante_connect_is_not_a_log_out(
    claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(professional_id: object) -> None:
        raise psc.PscUnreachable

    monkeypatch.setattr(tokens, "access_token", down)
    with pytest.raises(Refused, match="Pro Santé Connect ne répond pas"):
        services.consult(usager=irene_at_pharmacie, by=claire)


def test_somebody_without_rpps_does_not_read(claire: Post, irene_at_pharmacie: Usager, dmp: Dmp) -> None:
    claire.professional.idnps = None
    (hindrance,) = rules.reading_hindrances(claire, irene_at_pharmacie)
    assert hindrance.code == "rpps"


def test_irene_is_asked_first(petit: Post, irene_at_pharmacie: Usager, dmp: Dmp) -> None:
    connect(petit)
    with pytest.raises(Refused, match="Informez la personne"):
        services.consult(usager=irene_at_pharmacie, by=petit)
    services.permit_reading(usager=irene_at_pharmacie, by=petit)
    services.consult(usager=irene_at_pharmacie, by=petit)


def test_irene_said_no(claire: Post, irene_at_pharmacie: Usager, dmp: Dmp) -> None:
    collect_consent(
        usager=irene_at_pharmacie, object=ConsentObject.DMP_CONSULTATION, decision=Decision.REFUS, by=claire
    )
    with pytest.raises(Refused, match="a refusé"):
        services.consult(usager=irene_at_pharmacie, by=claire)
    assert dmp.asked == []


@pytest.mark.parametrize(
    ("authorization", "said"),
    [
        (existence.Authorization.EXPIRED, "a expiré"),
        (existence.Authorization.NONE, "pas encore autorisé"),
        (existence.Authorization.FORBIDDEN, "fermé son DMP"),
    ],
)
def test_what_the_dmp_answers_of_the_authorisation_is_said(
    claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, authorization: existence.Authorization, said: str
) -> None:
    dmp.authorization = authorization
    with pytest.raises(Refused, match=said):
        services.consult(usager=irene_at_pharmacie, by=claire)
    assert dmp.actions == ["PRPA_IN201307UV02"]


def test_an_authorisation_is_declared_then_the_list_comes(
    claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry
) -> None:
    dmp.authorization = existence.Authorization.NONE
    with pytest.raises(Refused):
        services.consult(usager=irene_at_pharmacie, by=claire)
    assert services.authorize(usager=irene_at_pharmacie, by=claire).authorization == "valide"
    assert services.consult(usager=irene_at_pharmacie, by=claire).new == 1
    assert TraceEvent.objects.filter(action="dmp.authorized").count() == 1


def test_an_outage_shows_the_last_known_list(
    claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry
) -> None:
    services.consult(usager=irene_at_pharmacie, by=claire)
    when = Dossier.objects.get().searched_at
    dmp.down = True
    with pytest.raises(Refused, match="DMP injoignable"):
        services.consult(usager=irene_at_pharmacie, by=claire)
    assert selectors.entries_of(claire, irene_at_pharmacie).count() == 1
    assert Dossier.objects.get().searched_at == when, "the next search starts where the last one that worked did"
    assert Exchange.objects.filter(kind="dmp.status", state="cancelled").count() == 1


def test_a_right_the_server_denies_is_said(claire: Post, irene_at_pharmacie: Usager, dmp: Dmp) -> None:
    dmp.refuses[iti18.ACTION] = SoapFault("Sender", "DMPAccessDeniedByRightsService", "droit")
    with pytest.raises(Refused, match="n'accorde pas ce droit"):
        services.consult(usager=irene_at_pharmacie, by=claire)


def test_an_unknown_code_is_shown_as_it_came(claire: Post, irene_at_pharmacie: Usager, dmp: Dmp) -> None:
    dmp.refuses[iti18.ACTION] = SoapFault("Sender", "DMPJamaisVu", "texte du serveur")
    with pytest.raises(Refused, match="DMPJamaisVu : texte du serveur"):
        services.consult(usager=irene_at_pharmacie, by=claire)


def test_an_aide_soignante_and_karim_have_no_dmp(
    irene: Usager, aicha: Post, irene_at_saad: Usager, karim: Post, dmp: Dmp
) -> None:
    for post, person in ((aicha, irene), (karim, irene_at_saad)):
        connect(post)
        with pytest.raises(ClosedDoor):
            services.consult(usager=person, by=post)
    assert dmp.asked == []


def test_a_metier_reads_in_the_dmp_what_it_reads_here(
    claire: Post, irene_at_pharmacie: Usager, irene_at_cabinet: Usager, dmp: Dmp, letter
) -> None:
    dmp.put(letter(irene_at_cabinet), **coded("83901-9"))
    services.consult(usager=irene_at_pharmacie, by=claire)
    assert list(selectors.entries_of(claire, irene_at_pharmacie)) == []
    with pytest.raises(ClosedDoor) as door:
        services.open_entry(entry=Entry.objects.get(), by=claire)
    assert door.value.opens_to == ("Psychologue",)


def test_the_trail_says_who_read_what(
    claire: Post, irene_at_pharmacie: Usager, dmp: Dmp, deposited: DocumentEntry
) -> None:
    services.consult(usager=irene_at_pharmacie, by=claire)
    services.open_entry(entry=Entry.objects.get(), by=claire)
    actions = list(TraceEvent.objects.filter(professional_id=claire.professional_id).values_list("action", flat=True))
    for expected in ("dmp.status", "dmp.searched", "dmp.read"):
        assert expected in actions
