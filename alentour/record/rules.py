"""Who may collect which decision, and whether one is in force."""

from __future__ import annotations

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.record.enums import ConsentObject

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
}


def may_collect(post: Post, object: ConsentObject) -> bool:
    """Whether this métier writes one of the kinds of data this decision is about."""
    return any(rights.can(post, Act.WRITE, kind) for kind in OPENED_BY[object])


def collectable(post: Post) -> list[ConsentObject]:
    return [one for one in ConsentObject if may_collect(post, one)]
