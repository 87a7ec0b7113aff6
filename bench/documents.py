"""Clinical documents per second on one core: built, judged by our rules, judged by the official ones, shown; beside lxml alone.

    ./run bench documents [--kit DIR] [--seconds 2]

lxml alone parses and serialises the same bytes: what any program would pay. The kit of the ANS (schema, schematrons) is never
shipped: without ``--kit`` or ``ALENTOUR_CDA_KIT`` that line is left out. Its first document, which compiles, is told apart.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from esante.cda import Author, Encounter, Header, Patient, Service, decode, encode_level1, faults, render_html
from esante.cda.encode import encode_document
from esante.cda.rules import check
from esante.cda.validation import Validator
from esante.cisis import (
    Ins,
    Professional,
    PsId,
    StructId,
    Structure,
    Traits,
    oids,
    practice_setting,
    profession,
    safe_xml,
    sector,
    type_code,
)
from lxml import etree

WHEN = datetime(2026, 7, 14, 9, 30, 5, tzinfo=timezone(timedelta(hours=2)))
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 400 + b"\n%%EOF\n"
TEMPLATES = (oids.HL7_FRANCE, oids.CI_SIS, "1.2.250.1.213.1.1.1.58")
ROW = "<tr><td>{0}</td><td>Talon rouge, peau fine</td><td>Effleurage, à revoir demain</td></tr>"


def header() -> Header:
    house = Structure(
        id=StructId.finess("350009999"), name="SSIAD Les Ajoncs", practice_setting=practice_setting("ESSMS")
    )
    nurse = Professional(
        id=PsId.rpps("10100000024"),
        family="MOREAU",
        given="Inès",
        civility="MME",
        profession=profession("G15_60"),
        structure=house,
    )
    traits = Traits(
        birth_name="DUPONT",
        given_names="IRENE MARIE",
        first_given_name="IRENE",
        birth_date="1938-03-12",
        sex="F",
        birth_place="35238",
    )
    return Header(
        document_id="1.2.250.1.999.2.1.2",
        set_id="1.2.250.1.999.2.1",
        version=1,
        type_code=type_code("28653-4"),
        title="Transmission au médecin traitant",
        effective_time=WHEN,
        patient=Patient(ins=Ins(matricule="238033523800188", oid=oids.INS_NIR_TEST), traits=traits),
        authors=(Author(nurse, WHEN),),
        legal_authenticator=Author(nurse, WHEN),
        custodian=Structure(id=house.id, name=house.name),
        services=(Service(start=WHEN, performer=nurse),),
        encounter=Encounter(sector=sector("SA41"), start=WHEN),
    )


def level_1() -> bytes:
    """A page of a hundred kilobytes in its envelope."""
    return encode_level1(header(), PDF, "application/pdf")


def level_3() -> bytes:
    """Ten parts of twenty lines each."""
    rows = "".join(ROW.format(number) for number in range(20))
    part = (
        '<component><section><code code="47420-5" codeSystem="2.16.840.1.113883.6.1"/><title>Observations</title>'
        f"<text><table><tbody>{rows}</tbody></table></text></section></component>"
    )
    body = f'<structuredBody xmlns="urn:hl7-org:v3">{part * 10}</structuredBody>'
    element = encode_document(header(), TEMPLATES, safe_xml.parse(body.encode()))
    assert not check(element)
    return safe_xml.serialize(element)


def lxml_alone(data: bytes) -> bytes:
    return etree.tostring(etree.fromstring(data), encoding="UTF-8", xml_declaration=True)


def rate(gesture: Callable[[], object], seconds: float) -> float:
    """Times per second of this process's own work, the first (which fills caches) left out."""
    gesture()
    count, started = 0, time.process_time()
    while (spent := time.process_time() - started) < seconds:
        gesture()
        count += 1
    return count / spent


def told(what: str, pace: float, bare: float) -> None:
    print(f"  {what:32} {pace:9.1f} per second   {pace / bare:6.3f} of lxml alone", flush=True)


def measured(name: str, make: Callable[[], bytes], seconds: float) -> None:
    data = make()
    print(f"{name}, {len(data) // 1024} kB")
    bare = rate(lambda: lxml_alone(data), seconds)
    told("lxml alone, parsed and serialised", bare, bare)
    told("built and judged by our rules", rate(make, seconds), bare)
    told("read and judged by our rules", rate(lambda: faults(decode(data)), seconds), bare)
    told("read and shown", rate(lambda: render_html(decode(data)), seconds), bare)


def official(kit: Path, documents: dict[str, bytes], count: int) -> None:
    """By the clock: the worker that runs the schematrons is another process."""
    print("with the official rules (schema, schematrons)")
    with Validator(kit) as judge:
        for name, data in documents.items():
            started = time.perf_counter()
            judge.validate(data)
            first, started = time.perf_counter() - started, time.perf_counter()
            for _ in range(count):
                judge.validate(data)
            pace = count / (time.perf_counter() - started)
            print(f"  {name:32} {pace:9.1f} per second   first document {first:.1f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kit", type=Path, default=os.environ.get("ALENTOUR_CDA_KIT"))
    parser.add_argument("--seconds", type=float, default=2)
    asked = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}")
    for name, make in (("level 1", level_1), ("level 3", level_3)):
        measured(name, make, asked.seconds)
    if asked.kit:
        official(Path(asked.kit), {"level 1": level_1(), "level 3": level_3()}, 10)


if __name__ == "__main__":
    main()
