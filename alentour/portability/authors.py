"""Who wrote elsewhere, named on every screen: a post that has ended, in an account that cannot be opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from alentour.accounts.enums import Metier
from alentour.accounts.models import Post, Professional, Structure
from alentour.portability.models import Author
from alentour.portability.rows import author_key

UNKNOWN: dict[str, Any] = {"family": "inconnu", "given": "Auteur"}
BEFORE = date(1970, 1, 1)


class Authors:
    """The posts of the people a file names, for one import; each is looked for once."""

    def __init__(self, structure: Structure, named: Mapping[str, Mapping[str, Any]], source: str) -> None:
        self.structure, self.source, self._named = structure, source, named
        self._posts: dict[str, Post] = {}

    def post(self, key: object) -> Post:
        """The post of the person ``key`` names in the file; « Auteur inconnu » when the file does not say."""
        told = dict(self._named.get(str(key), UNKNOWN))
        name = author_key(told)
        if name not in self._posts:
            self._posts[name] = self._home(told) or self._known(name, told)
        return self._posts[name]

    def _home(self, told: Mapping[str, Any]) -> Post | None:
        """One of ours, whose lines come back."""
        structure = told.get("structure")
        if not isinstance(structure, dict) or structure.get("idnst") != self.structure.idnst or not told.get("idnps"):
            return None
        rows = Post.objects.filter(structure=self.structure, professional__idnps=told["idnps"])
        return rows.filter(metier=told.get("metier", "")).first() or rows.first()

    def _known(self, name: str, told: dict[str, Any]) -> Post:
        held = Author.objects.filter(structure=self.structure, digest=name).select_related("post").first()
        return held.post if held is not None else self._open(name, told)

    def _open(self, name: str, told: dict[str, Any]) -> Post:
        structure = told.get("structure")
        source = str(structure.get("name", "")) if isinstance(structure, dict) else self.source
        given = str(told.get("metier"))
        metier = Metier(given) if given in Metier.values else Metier.HOTELIER
        words = str(told.get("label") or (metier.label if given in Metier.values else ""))
        civility, title = str(told.get("civility")), str(told.get("title"))
        person = Professional(
            family_name=str(told.get("family") or "inconnu")[:80], given_name=str(told.get("given") or "")[:80],
            civility=civility if civility in {"MME", "M"} else "",
            title=title if title in {"DR", "PR"} else "", is_active=False,
        )  # fmt: skip
        person.set_unusable_password()
        person.save()
        label = " · ".join(filter(None, (words[:30], f"repris de {source or self.source}")))
        ended = timezone.localdate() - timedelta(days=1)
        post = Post.objects.create(
            professional=person, structure=self.structure, metier=metier, profession_code=str(told.get("profession") or "")[:20],
            label=label[:80], starts_on=BEFORE, ends_on=ended,
        )  # fmt: skip
        Author.objects.create(structure=self.structure, digest=name, told=told, post=post)
        return post
