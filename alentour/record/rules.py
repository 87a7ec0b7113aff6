"""Who may collect which decision, and whether one is in force."""

from __future__ import annotations

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post
from alentour.directory.models import Listing
from alentour.record.enums import CircleRole, ConsentObject

# A decision is collected by those whose gesture needs it.
OPENED_BY: dict[ConsentObject, tuple[DataClass, ...]] = {
    ConsentObject.PHOTO: (DataClass.SOINS,),
    ConsentObject.TELEEXPERTISE: (DataClass.SANTE, DataClass.SOINS),
    ConsentObject.PARTAGE: (DataClass.MESSAGERIE,),
    ConsentObject.PROJET: (DataClass.PROJET,),
    ConsentObject.DMP_INFORMATION: (DataClass.DMP, DataClass.INS, DataClass.DROITS),
    ConsentObject.DMP_CONSULTATION: (DataClass.DMP, DataClass.INS, DataClass.DROITS),
    ConsentObject.DMP_OPPOSITION: (DataClass.DMP, DataClass.INS, DataClass.DROITS, DataClass.MESSAGERIE),
    ConsentObject.MSS_CITOYENNE: (DataClass.MESSAGERIE,),
    ConsentObject.MSS_OPPOSITION: (DataClass.MESSAGERIE,),
    ConsentObject.IMAGE: (DataClass.TRANSMISSIONS_VIE, DataClass.IDENTITE, DataClass.DROITS),
    ConsentObject.SORTIES: (DataClass.TRANSMISSIONS_VIE, DataClass.IDENTITE, DataClass.DROITS),
    ConsentObject.TRANSPORT: (DataClass.TRANSMISSIONS_VIE, DataClass.IDENTITE, DataClass.DROITS),
    ConsentObject.URGENCE: (DataClass.SANTE, DataClass.IDENTITE, DataClass.DROITS),
}


def may_collect(post: Post, object: ConsentObject) -> bool:
    """Whether this métier writes one of the kinds of data this decision is about."""
    return any(rights.can(post, Act.WRITE, kind) for kind in OPENED_BY[object])


def collectable(post: Post) -> list[ConsentObject]:
    return [one for one in ConsentObject if may_collect(post, one)]


def metiers_that_collect(object: ConsentObject) -> tuple[str, ...]:
    """The labels of the métiers that collect this decision, to say so in words."""
    names = [name for kind in OPENED_BY[object] for name in rights.metiers_that_can(Act.WRITE, kind)]
    return tuple(dict.fromkeys(names))


def stay_class(post: Post) -> DataClass:
    """The class whose door is asked to admit, to move, to let leave: identity (secretary, nurse) or rights (director, social worker)."""
    return DataClass.IDENTITE if rights.can(post, Act.WRITE, DataClass.IDENTITE) else DataClass.DROITS


def movement_class(post: Post) -> DataClass:
    """Who is there at midnight notes that she left or came back: whoever writes events, besides those who admit."""
    return DataClass.EVENEMENTS if rights.can(post, Act.WRITE, DataClass.EVENEMENTS) else stay_class(post)


def reads_money(post: Post) -> bool:
    """Whether this post reads amounts; a secretary reads the social volume in part: which resource, not how much."""
    return rights.can(post, Act.READ, DataClass.SOCIAL) and post.metier != Metier.SECRETAIRE


# beginning of the profession (JDV_J01) or sector (JDV_J02) -> the likely place beside the person
LIKELY = (
    ("G15_10/SM26", CircleRole.MEDECIN_TRAITANT),
    ("G15_10/SM53", CircleRole.MEDECIN_TRAITANT),
    ("G15_10/SM54", CircleRole.MEDECIN_TRAITANT),
    ("G15_10", CircleRole.SPECIALISTE),
    ("G15_60", CircleRole.INFIRMIER),
    ("G15_21", CircleRole.PHARMACIE),
    ("G15_7", CircleRole.REEDUCATEUR),
    ("G15_9", CircleRole.REEDUCATEUR),
    ("SA25", CircleRole.LABORATOIRE),
    ("SA29", CircleRole.LABORATOIRE),
    ("SA33", CircleRole.PHARMACIE),
    ("SA38", CircleRole.PHARMACIE),
    ("SA39", CircleRole.PHARMACIE),
    ("SA01", CircleRole.HOPITAL),
    ("SA17", CircleRole.ETABLISSEMENT),
    ("SA41", CircleRole.ETABLISSEMENT),
    ("SA18", CircleRole.AIDE_DOMICILE),
)


def likely_role(listing: Listing) -> CircleRole:
    """The role proposed for a line of the directory; the person at the screen may choose another."""
    return next((role for code, role in LIKELY if listing.profession_code.startswith(code)), CircleRole.AUTRE)
