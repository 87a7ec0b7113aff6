"""What a sender asks the directory (specs/mss §4.1): who, where, and is this address still theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import httpx

from esante.annuaire import systems
from esante.annuaire.listing import Listing, assemble
from esante.annuaire.wire import Wire
from esante.cisis import normalise
from esante.fhirkit import Json, Parameter, Searchset, Token, reference_key
from esante.fhirkit.query import escape

_WITH_ROLES = Parameter("_revinclude", ("PractitionerRole:practitioner",))
_WITH_PERSON = Parameter("_include", ("PractitionerRole:practitioner",))
_WITH_PLACE = Parameter("_include", ("PractitionerRole:organization",))
_ACTIVE = Parameter("active", ("true",))
_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Found:
    """Answers of a search; ``more`` True when the directory holds others beyond the limit asked."""

    listings: tuple[Listing, ...]
    more: bool = False


class AnnuaireClient:
    """The directory, asked over ``http`` (whose time-out rules) with the key of the software.

    Every method raises Refused or Unreachable, nothing else. Names, places and addresses of professionals are public;
    no identity of a usager ever goes here.
    """

    def __init__(self, base_url: str, http: httpx.Client, api_key: str) -> None:
        self._wire = Wire(base_url, http, api_key)

    def search_people(
        self,
        *,
        name: str = "",
        family: str = "",
        given: str = "",
        profession: str = "",
        skill: str = "",
        town: str = "",
        limit: int = 50,
    ) -> Found:
        """Professionals in activity; every criterion given must hold.

        name        words found anywhere in the full name
        family      beginning of the family name; given: of the first name
        profession  code of TRE_G15 (10, 60…); skill: code of TRE_R38 (SM26…)
        town        beginning of the name of the town of a place of activity, or its postal code
        """
        asked = [Parameter("name", (escape(word),), "contains") for word in name.split()]
        asked += [Parameter(key, (escape(text),)) for key, text in (("family", family), ("given", given)) if text]
        asked += [_code(systems.PROFESSION, profession)] if profession else []
        asked += [_code(systems.SKILL, skill)] if skill else []
        if not asked and not town:
            return Found(())
        found = self._people_at(town, limit) if not asked else self._people([*asked, _ACTIVE, _WITH_ROLES], limit)
        return Found(tuple(one for one in found.listings if _works_in(one, town)), found.more)

    def search_structures(
        self, *, name: str = "", town: str = "", sectors: Sequence[str] = (), limit: int = 50
    ) -> Found:
        """Structures open today, by words of their name, town (or postal code) and sectors of TRE_R02 (SA17, SA33…)."""
        asked = [Parameter("name", (escape(word),), "contains") for word in name.split()]
        asked += [_town(town)] if town else []
        asked += [Parameter("type", tuple(Token(one, systems.SECTOR).wire for one in sectors))] if sectors else []
        if not asked:
            return Found(())
        resources, more = self._matches("Organization", [*asked, _ACTIVE], limit)
        return Found(assemble(resources)[:limit], more)

    def by_rpps(self, rpps: str) -> Listing | None:
        """The professional of that RPPS (11 digits), or PS_IdNat (8 then the RPPS)."""
        number = rpps[1:] if len(rpps) == 12 else rpps
        return _person(self._people([_identifier(systems.RPPS, number), _WITH_ROLES], 1))

    def by_finess(self, finess: str) -> Listing | None:
        """The structure of that FINESS (9 characters)."""
        return self._structure(_identifier(systems.FINESS, finess))

    def by_idnst(self, idnst: str) -> Listing | None:
        """The structure of that Struct_IdNat (1 + FINESS, 3 + SIRET)."""
        return self._structure(_identifier(systems.IDNST, idnst))

    def people_of(self, idnst: str, *, limit: int = 50) -> Found:
        """Professionals with an activity in the structure of that Struct_IdNat."""
        roles = Parameter("_revinclude", ("PractitionerRole:organization",))
        resources, more = self._all("Organization", [_identifier(systems.IDNST, idnst), roles], limit)
        return Found(_people_only(self._completed(resources)), more)

    def by_mailbox(self, address: str) -> Listing | None:
        """Who holds this mailbox today, None when nobody does: the sender of a mail, or a stored address to re-check."""
        held = Parameter("mailbox-mss", (escape(address),))
        for resource, include in (
            ("Practitioner", (_WITH_ROLES,)),
            ("PractitionerRole", (_WITH_PERSON, _WITH_PLACE)),
            ("Organization", ()),
        ):
            resources, _ = self._all(resource, [held, *include], _AT_ONCE)
            # The parameter is a string, compared by its beginning: only the whole address counts.
            holder = next((one for one in assemble(self._completed(resources)) if one.mailbox(address)), None)
            if holder:
                return holder
        return None

    def _structure(self, criterion: Parameter) -> Listing | None:
        resources, _ = self._matches("Organization", [criterion], 1)
        return next(iter(assemble(resources)), None)

    def _people(self, asked: list[Parameter], limit: int) -> Found:
        resources, more = self._all("Practitioner", asked, limit)
        return Found(_people_only(self._completed(resources)), more)

    def _people_at(self, town: str, limit: int) -> Found:
        """No name given: structures of the town first, then their people. Chained parameters are not served."""
        structures, more = self._matches("Organization", [_town(town), _ACTIVE], _AT_ONCE)
        if not structures:
            return Found(())
        ids = Parameter("organization", tuple(f"Organization/{one.get('id')}" for one in structures))
        roles, others = self._all("PractitionerRole", [ids, _ACTIVE, _WITH_PERSON, _WITH_PLACE], limit)
        return Found(_people_only(self._completed(roles))[:limit], more or others)

    def _matches(self, resource: str, asked: list[Parameter], limit: int) -> tuple[list[Json], bool]:
        resources, more = self._all(resource, asked, limit)
        return [one for one in resources if one.get("resourceType") == resource], more

    def _all(self, resource: str, asked: list[Parameter], limit: int) -> tuple[list[Json], bool]:
        """At most ``limit`` matches with what came along, and whether there are more."""
        matches: list[Json] = []
        along: dict[str, Json] = {}
        last = Searchset()
        for last in self._wire.pages(resource, asked, limit=limit):
            matches += last.matches
            along |= {f"{one.get('resourceType')}/{one.get('id')}": one for one in last.included}
        return [*matches[:limit], *along.values()], bool(last.next_url) or len(matches) > limit

    def _completed(self, resources: list[Json]) -> list[Json]:
        """Add, in one call per type, what the roles point at and the page did not bring."""
        roles = [one for one in resources if one.get("resourceType") == "PractitionerRole"]
        held = {f"{one.get('resourceType')}/{one.get('id')}" for one in resources}
        pointed = [reference_key(role.get(end)) for role in roles for end in ("practitioner", "organization")]
        missing = list(dict.fromkeys(key for key in pointed if key and key not in held))
        for kind in ("Practitioner", "Organization"):
            ids = [key.partition("/")[2] for key in missing if key.startswith(f"{kind}/")]
            for start in range(0, len(ids), _AT_ONCE):
                some = tuple(escape(one) for one in ids[start : start + _AT_ONCE])
                resources = resources + self._matches(kind, [Parameter("_id", some)], len(some))[0]
        return resources


def _code(system: str, code: str) -> Parameter:
    return Parameter("qualification-code", (Token(code, system).wire,))


def _identifier(system: str, value: str) -> Parameter:
    return Parameter("identifier", (Token(value, system).wire,))


def _town(town: str) -> Parameter:
    return Parameter("address-postalcode" if town.isdigit() else "address-city", (escape(town),))


def _works_in(listing: Listing, town: str) -> bool:
    wanted = normalise(town)
    return not wanted or any(
        place.postal_code.startswith(wanted) or normalise(place.town).startswith(wanted) for place in listing.places
    )


def _people_only(resources: Iterable[Json]) -> tuple[Listing, ...]:
    return tuple(one for one in assemble(resources) if one.kind == "person")


def _person(found: Found) -> Listing | None:
    return next(iter(found.listings), None)
