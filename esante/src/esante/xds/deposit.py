"""Lots to deposit: memberships, replacements, signature links (dmp-ins §2.7, §2.10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from esante.xds.model import Association, DocumentEntry, Submission, SubmissionSet
from esante.xds.names import AssociationType


def lot(
    submission_set: SubmissionSet,
    entries: Sequence[DocumentEntry],
    *,
    replaces: Mapping[str, str] | None = None,
    signature: DocumentEntry | None = None,
) -> Submission:
    """A whole lot: every entry is an original member of the set.

    ``replaces`` gives, by entry id, the entryUUID (found by a search) of the version it replaces. ``signature`` is the
    entry of the lot's XAdES signature.
    """
    links: list[Association] = []

    def link(kind: AssociationType, source: str, target: str, status: str = "") -> None:
        identifier = f"Association{len(links) + 1:02d}"
        links.append(Association(id=identifier, type=kind, source=source, target=target, submission_set_status=status))

    members = [*entries, signature] if signature else list(entries)
    for entry in members:
        link(AssociationType.HAS_MEMBER, submission_set.id, entry.id, "Original")
    for identifier, replaced in (replaces or {}).items():
        link(AssociationType.REPLACES, identifier, replaced)
    if signature:
        link(AssociationType.SIGNS, signature.id, submission_set.id)
    return Submission(sets=(submission_set,), entries=tuple(members), associations=tuple(links))
