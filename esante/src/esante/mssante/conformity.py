"""What a sender forgot or contradicted in its headers: told, never a reason to hold a message back (specs/mss §2.1)."""

from __future__ import annotations

from collections.abc import Iterator

from esante.mssante.message import Message


def oddities(message: Message) -> Iterator[str]:
    """Remarks in French on a message read, in the order of its headers."""
    if not message.message_id:
        yield "Le message n'a pas d'identifiant (Message-ID) : il ne peut pas être rapproché de ses accusés."
    if not message.nil and not message.citizen and not message.is_receipt:
        yield "Le logiciel de l'expéditeur ne s'est pas identifié (X-MSS-NIL)."
    if message.announces and not message.archives and not message.is_receipt:
        yield "L'objet annonce des documents que le message ne contient pas."
    yield from _about_documents(message)


def _about_documents(message: Message) -> Iterator[str]:
    carried = {code for one in message.archives if one.archive for code in one.archive.codes}
    if not carried:
        return
    if not message.codes:
        yield "Les types des documents ne sont pas annoncés dans l'en-tête (X-MSS-CODECDA)."
    elif set(message.codes) != carried:
        yield "Les types des documents ne sont pas ceux que l'en-tête annonce (X-MSS-CODECDA)."
    if message.ins_flag not in ("O", "N"):
        yield "L'en-tête ne dit pas si l'identité est qualifiée (X-MSS-INS)."
    if not message.announces:
        yield "L'objet n'annonce pas les documents que le message contient (XDM/1.0/DDM+)."
