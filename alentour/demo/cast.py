"""The people and the houses of the demonstration. All fictitious; INS of test."""

from __future__ import annotations

from dataclasses import dataclass

from alentour.accounts.enums import Metier, StructureKind
from alentour.record.enums import AlertKind, CircleRole, Relation

# Of the demonstration alone, and written on its first page; a second factor is asked at the first log-in all the same.
LOCAL_PASSWORD = "les genêts fleurissent en mai"  # noqa: S105  (fictitious)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    key: str
    name: str
    kind: StructureKind
    idnst: str
    sector: str
    practice_setting: str
    address: str
    postal_code: str
    city: str
    phone: str
    team_box: str = ""
    team_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """``rpps`` empty: a local account, whose identifier is ``key`` and whose password is :data:`LOCAL_PASSWORD`."""

    key: str
    house: str
    given: str
    family: str
    civility: str
    metier: Metier
    profession: str
    rpps: str = ""
    title: str = ""
    label: str = ""
    box: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    key: str
    birth_name: str
    given_names: str
    first_given_name: str
    used_given_name: str
    birth_date: str
    sex: str
    birth_place: str
    phone: str = ""
    address: str = ""
    contacts: tuple[tuple[str, str, Relation, str, bool], ...] = ()
    alerts: tuple[tuple[AlertKind, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A person in a house: who qualifies her identity there, her team, her circle outside."""

    person: str
    house: str
    by: str
    team: tuple[str, ...] = ()
    circle: tuple[tuple[str, CircleRole], ...] = ()
    qualified: bool = True


HOUSES = (
    House(key="ssiad", name="SSIAD Les Ajoncs", kind=StructureKind.SSIAD, idnst="1350009999", sector="SA41",
          practice_setting="ESSMS", address="4 allée des Ajoncs", postal_code="35000", city="Rennes", phone="0299000101",
          team_box="equipe@ssiad-ajoncs.mssante.test", team_label="SSIAD Les Ajoncs"),
    House(key="cabinet", name="Cabinet médical du Mail", kind=StructureKind.CABINET, idnst="381234567800013", sector="SA07",
          practice_setting="AMBULATOIRE", address="12 mail des Tilleuls", postal_code="35000", city="Rennes", phone="0299000102"),
    House(key="pharmacie", name="Pharmacie du Mail", kind=StructureKind.PHARMACIE, idnst="1350009981", sector="SA33",
          practice_setting="AMBULATOIRE", address="14 mail des Tilleuls", postal_code="35000", city="Rennes", phone="0299000103",
          team_box="officine@pharmacie-mail.mssante.test", team_label="Pharmacie du Mail"),
    House(key="saad", name="Service d'aide à domicile Les Genêts", kind=StructureKind.SAAD, idnst="1350009973", sector="SA18",
          practice_setting="ESSMS", address="27 rue des Genêts", postal_code="35000", city="Rennes", phone="0299000104",
          team_box="equipe@saad-genets.mssante.test", team_label="Aide à domicile Les Genêts"),
)  # fmt: skip

WORKERS = (
    Worker(key="aicha", house="ssiad", given="Aïcha", family="Benali", civility="MME", metier=Metier.AIDE_SOIGNANT,
           profession="313", rpps="10100000016", label="Aide-soignante", box="aicha.benali@ssiad-ajoncs.mssante.test"),
    Worker(key="ines", house="ssiad", given="Inès", family="Moreau", civility="MME", metier=Metier.INFIRMIER,
           profession="G15_60", rpps="10100000024", label="Infirmière", box="ines.moreau@ssiad-ajoncs.mssante.test"),
    Worker(key="nadia", house="ssiad", given="Nadia", family="Roux", civility="MME", metier=Metier.IDEC,
           profession="G15_60", rpps="10100000073", box="nadia.roux@ssiad-ajoncs.mssante.test"),
    Worker(key="sophie", house="ssiad", given="Sophie", family="Leroy", civility="MME", metier=Metier.SECRETAIRE,
           profession="331", rpps="10100000065", label="Secrétaire"),
    Worker(key="helene", house="ssiad", given="Hélène", family="Garnier", civility="MME", metier=Metier.DIRECTEUR,
           profession="359", rpps="10100000081", label="Directrice", box="helene.garnier@ssiad-ajoncs.mssante.test"),
    Worker(key="martin", house="cabinet", given="Paul", family="Martin", civility="M", title="DR", metier=Metier.MEDECIN,
           profession="G15_10/SM26", rpps="10100000032", label="Médecin généraliste", box="paul.martin@medecin.mssante.test"),
    Worker(key="petit", house="pharmacie", given="Claire", family="Petit", civility="MME", metier=Metier.PHARMACIEN,
           profession="G15_21", rpps="10100000040", label="Pharmacienne", box="claire.petit@pharmacie-mail.mssante.test"),
    Worker(key="karim", house="saad", given="Karim", family="Haddad", civility="M", metier=Metier.AIDE_DOMICILE,
           profession="350", rpps="10100000057", label="Aide à domicile", box="karim.haddad@saad-genets.mssante.test"),
    Worker(key="elodie", house="saad", given="Élodie", family="Marchand", civility="MME", metier=Metier.SECRETAIRE,
           profession="331", label="Responsable de secteur"),
    Worker(key="gael", house="saad", given="Gaël", family="Morvan", civility="M", metier=Metier.ADMIN,
           profession="340", label="Administrateur des comptes"),
)  # fmt: skip

PEOPLE = (
    Person(key="irene", birth_name="DUPONT", given_names="IRENE MARIE", first_given_name="IRENE", used_given_name="Irène",
           birth_date="1938-03-12", sex="F", birth_place="35238", phone="0299000110", address="8 rue du Puits, 3e étage",
           contacts=(("Léa", "Dupont", Relation.ENFANT, "0600000110", True),), alerts=((AlertKind.ALLERGIE, "Pénicilline"),)),
    Person(key="marcel", birth_name="LE GOFF", given_names="MARCEL", first_given_name="MARCEL", used_given_name="Marcel",
           birth_date="1941-09-05", sex="M", birth_place="35238", phone="0299000111", address="3 place du Bocage"),
    Person(key="yvonne", birth_name="KERVELLA", given_names="YVONNE ANNE", first_given_name="YVONNE", used_given_name="Yvonne",
           birth_date="1952-02-28", sex="F", birth_place="35047", phone="0299000112", address="19 rue des Korrigans"),
    Person(key="jean", birth_name="TREMEL", given_names="JEAN-MARIE YVES", first_given_name="JEAN-MARIE",
           used_given_name="Jean-Marie", birth_date="1933-07-14", sex="M", birth_place="22070", address="2 impasse du Lavoir"),
)  # fmt: skip

PLACEMENTS = (
    Placement(person="irene", house="ssiad", by="sophie", team=("aicha", "ines"),
              circle=(("martin", CircleRole.MEDECIN_TRAITANT), ("pharmacie", CircleRole.PHARMACIE))),
    Placement(person="marcel", house="ssiad", by="sophie", team=("aicha", "ines"), circle=(("martin", CircleRole.MEDECIN_TRAITANT),)),
    Placement(person="yvonne", house="ssiad", by="sophie", team=("ines",), circle=(("pharmacie", CircleRole.PHARMACIE),)),
    Placement(person="jean", house="ssiad", by="sophie", team=("aicha", "ines"), qualified=False),
    Placement(person="irene", house="cabinet", by="martin", team=("martin",),
              circle=(("ines", CircleRole.INFIRMIER), ("pharmacie", CircleRole.PHARMACIE))),
    Placement(person="marcel", house="cabinet", by="martin", team=("martin",), circle=(("ines", CircleRole.INFIRMIER),)),
    Placement(person="irene", house="pharmacie", by="petit",
              circle=(("martin", CircleRole.MEDECIN_TRAITANT), ("ines", CircleRole.INFIRMIER))),
    Placement(person="irene", house="saad", by="elodie", team=("elodie",)),
)  # fmt: skip
