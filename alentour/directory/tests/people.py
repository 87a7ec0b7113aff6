"""Entries of the Annuaire for the professionals of the cast."""

from __future__ import annotations

from esante.annuaire import Coding, Listing, Mailbox, Place

G15 = "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante"
CABINET = Place(
    idnst="381234567800013", name="Cabinet médical du Mail", sector="SA07", postal_code="35000", town="Rennes"
)
CLINIQUE = Place(idnst="1350009957", name="Clinique des Ormes", sector="SA01", postal_code="35500", town="Vitré")
OFFICINE = Place(idnst="1350009981", name="Pharmacie du Mail", sector="SA33", postal_code="35000", town="Rennes")
MARTIN = Listing(
    kind="person", name="Paul MARTIN", family="Martin", given="Paul", civility="M", title="DR",
    idnps="810100000032", rpps="10100000032", profession=Coding(G15, "10"), skills=("SM26",), places=(CABINET,),
    mailboxes=(Mailbox(address="Paul.Martin@medecin.mssante.test", kind="PER"),),
)  # fmt: skip
TWO_PLACES = Listing(
    kind="person", name="Ève SAINT-GRÉGOIRE", family="Saint-Grégoire", given="Ève", idnps="810100000099",
    rpps="10100000099", profession=Coding(G15, "60"), places=(CABINET, CLINIQUE),
    mailboxes=(Mailbox(address="eve@clinique.mssante.test", kind="PER", place=CLINIQUE.idnst),),
)  # fmt: skip
SILENT = Listing(
    kind="person", name="Luc RENAUD", family="Renaud", given="Luc", idnps="810100000107", rpps="10100000107",
    profession=Coding(G15, "70"), places=(CABINET,),
)  # fmt: skip
PHARMACIE = Listing(
    kind="structure", name="Pharmacie du Mail", places=(OFFICINE,),
    mailboxes=(Mailbox(address="officine@pharmacie-mail.mssante.test", kind="ORG", service="Ordonnances"),),
)  # fmt: skip
