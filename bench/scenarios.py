"""The rows of specs/product §7: what is asked, by whom, what makes an answer good, and the number to beat."""

from __future__ import annotations

import json
import random
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bench.load import Check, Request, Times
from bench.names import FAMILIES

CSRF = secrets.token_hex(16)
# an address that says its criteria: without any, the list would remember those of the searches before it
LIST = "/personnes/?active="


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row. ``c1`` and ``c4`` are milliseconds at p95 with one and four at once, or documents a second when ``per_second``."""

    name: str
    cookie: str
    requests: Callable[[int], list[Request]]
    check: Check
    c1: float
    c4: float
    per_second: bool = False
    like: str = ""
    heaviest: int = 0

    def holds(self, times: Times, bar: float) -> bool:
        """In time, with no bad answer, and not too heavy."""
        if times.bad or (self.heaviest and times.heaviest > self.heaviest):
            return False
        return times.rate >= bar if self.per_second else times.rank(95) <= bar


def scenarios(seats: dict[str, Any]) -> list[Scenario]:
    nurse, director = _cookie(seats["nurse"]), _cookie(seats["director"])
    chance = random.Random(11)
    persons: list[str] = seats["persons"]
    counts = seats["counts"]
    entries = counts["Reading"] > 20_000

    def each(path: str) -> Callable[[int], list[Request]]:
        return lambda n: [Request(path.format(persons[i % len(persons)])) for i in range(n)]

    def names(of: list[str]) -> Callable[[int], list[Request]]:
        return lambda n: [_search(chance.choice(of)) for _ in range(n)]

    shown = _ok(b"al-person-line", least=1)
    rows = [
        Scenario("search by name, a team", nurse, names(seats["names"]), shown, 30, 80),
        Scenario("search by name, whole structure", director, names(FAMILIES), shown, 30, 80),
        Scenario("first list page", nurse, each(LIST), shown, 25, 60, heaviest=30_000),
        Scenario("first list page, whole structure", director, each(LIST), shown, 25, 60, heaviest=30_000),
        Scenario("record summary page", nurse, each("/personnes/{}/"), _ok(b"al-person"), 50, 110),
        Scenario("record summary API", nurse, _taken(persons, seats["relief"]), _ok(b'"people"'), 15, 30),
        Scenario("latest entries", nurse, _latest(persons), _ok(b"care-feed"), 8, 16),
        Scenario("write vitals", nurse, _vitals(persons), _moved, 10, 16),
        Scenario("write transmission", nurse, _notes(persons), _moved, 10, 16),
        Scenario("unit feed", nurse, each("/soins/releve/"), _ok(), 40, 100),
        Scenario("upload 2 MB", nurse, _uploads(persons), _moved, 45, 90, per_second=True),
        Scenario(
            "20-year record, summary page", nurse, lambda n: [Request(f"/personnes/{seats['old']}/")] * n,
            _ok(b"al-person"), 0, 0, like="summary",
        ),
    ]  # fmt: skip
    return rows if entries else rows[:5]


def _cookie(seat: dict[str, str]) -> str:
    return f"alentour_session={seat['session']}; alentour_csrf={CSRF * 1}"


def _ok(mark: bytes = b"", *, least: int = 1) -> Check:
    def check(status: int, body: bytes) -> str:
        if status != 200:
            return f"status {status}"
        if mark and body.count(mark) < least:
            return f"{body.count(mark)} of {mark.decode()}"
        return ""

    return check


def _moved(status: int, body: bytes) -> str:
    return "" if status == 302 else f"status {status}"


def _form(fields: dict[str, str]) -> tuple[bytes, dict[str, str]]:
    return urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": CSRF}


def _search(name: str) -> Request:
    """What the list sends while one types (a fragment comes back)."""
    body, headers = _form({"q": name.lower()})
    return Request("/personnes/?criteres", "POST", body, {**headers, "HX-Request": "true"})


def _taken(persons: list[str], seats: list[dict[str, str]]) -> Callable[[int], list[Request]]:
    """What a phone asks to take one person along; the team in turn, each within what one post may ask in a minute."""

    def one(i: int) -> Request:
        seat = seats[i % len(seats)]
        body = json.dumps({"people": [persons[i % len(persons)]], "device": "banc"}).encode()
        headers = {"Content-Type": "application/json", "X-CSRFToken": CSRF, "X-Tournee-Post": seat["post"]}
        return Request("/tournee/api/emporter/", "POST", body, {**headers, "Cookie": _cookie(seat)})

    return lambda n: [one(i) for i in range(n)]


def _latest(persons: list[str]) -> Callable[[int], list[Request]]:
    """The lines alone, as a filter or a page swaps them."""
    address, headers = "/soins/personne/{}/transmissions/", {"HX-Request": "true"}
    return lambda n: [Request(address.format(persons[i % len(persons)]), "GET", b"", headers) for i in range(n)]


def _vitals(persons: list[str]) -> Callable[[int], list[Request]]:
    def make(n: int) -> list[Request]:
        made = []
        for i in range(n):
            body, headers = _form({"pouls": str(60 + i % 30), "temperature": "36,8", "key": uuid.uuid4().hex})
            made.append(Request(f"/soins/personne/{persons[i % len(persons)]}/constantes/", "POST", body, headers))
        return made

    return make


def _notes(persons: list[str]) -> Callable[[int], list[Request]]:
    def make(n: int) -> list[Request]:
        made = []
        for i in range(n):
            body, headers = _form({"text": f"A bien dormi, {i}.", "category": "soin", "key": uuid.uuid4().hex})
            made.append(Request(f"/soins/personne/{persons[i % len(persons)]}/transmissions/", "POST", body, headers))
        return made

    return make


def _uploads(persons: list[str]) -> Callable[[int], list[Request]]:
    """Unique PDFs of two megabytes."""

    def make(n: int) -> list[Request]:
        return [_upload(persons[i % len(persons)]) for i in range(min(n, 100))]

    return make


def _upload(person: str) -> Request:
    edge = uuid.uuid4().hex
    parts = [_part(edge, 'name="kind"', b"lettre"), _part(edge, 'name="title"', b"Courrier")]
    parts.append(_part(edge, 'name="fichier"; filename="courrier.pdf"', _pdf(), "application/pdf"))
    body = b"".join(parts) + f"--{edge}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={edge}", "X-CSRFToken": CSRF}
    return Request(f"/documents/personne/{person}/numeriser/", "POST", body, headers)


def _part(edge: str, words: str, data: bytes, kind: str = "text/plain") -> bytes:
    head = f"--{edge}\r\nContent-Disposition: form-data; {words}\r\nContent-Type: {kind}\r\n\r\n"
    return head.encode() + data + b"\r\n"


def _pdf() -> bytes:
    """One blank page and two megabytes of an attached stream that nobody has seen before."""
    noise = secrets.token_bytes(2_000_000)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length 0 >>\nstream\n\nendstream",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(noise), noise),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        out
        + head
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    )
