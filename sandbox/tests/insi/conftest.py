"""A hand-written client of INSi: the bytes of the messages come from the WSDL, not from the product's package."""

from __future__ import annotations

import ssl
from dataclasses import dataclass

import httpx
import pytest
from lxml import etree
from sandbox.ca import KeyPair
from sandbox.environment import LPS_IDAM
from sandbox.runtime import Sandbox

SSIAD = "1350009999"
NS = {"r": "http://www.cnamts.fr/INSiResultat", "s": "http://www.w3.org/2003/05/soap-envelope", "e": "urn:siram"}
IRENE = {"NomNaissance": "DUPONT", "Prenom": "IRENE", "Sexe": "F", "DateNaissance": "1938-03-12"}

ENVELOPE = """<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"
 xmlns:wsa="http://www.w3.org/2005/08/addressing"
 xmlns:bam="urn:siram:bam:ctxbam" xmlns:lps="urn:siram:lps:ctxlps"><soap:Header>
<bam:ContexteBAM Version="01_02"><bam:Id>1</bam:Id><bam:Temps>2026-01-31T09:39:02.004Z</bam:Temps>
<bam:Emetteur>{emetteur}</bam:Emetteur><bam:COUVERTURE/></bam:ContexteBAM>
<wsa:MessageID>uuid:0dfb8f66-de74-4f30-ba83-bebde1239ebf</wsa:MessageID>
<wsa:Action>urn:ServiceIdentiteCertifiee:1.0.0:{action}</wsa:Action>
<lps:ContexteLPS Nature="CTXLPS" Version="01_00"><lps:Id>2</lps:Id>
<lps:Temps>2026-01-31T09:39:02.004Z</lps:Temps><lps:Emetteur>{emetteur}</lps:Emetteur>
<lps:LPS><lps:IDAM R="4">{idam}</lps:IDAM><lps:Version>1.00.00</lps:Version><lps:Instance>i</lps:Instance>
<lps:Nom>urn:lps:alentour</lps:Nom></lps:LPS></lps:ContexteLPS>
</soap:Header><soap:Body>{body}</soap:Body></soap:Envelope>"""


def traits_body(**traits: str | list[str]) -> str:
    """RECSANSVITALE in the order given."""
    inner = "".join(
        f"<i:{name}>{value}</i:{name}>"
        for name, values in traits.items()
        for value in ([values] if isinstance(values, str) else values)
    )
    return f'<i:RECSANSVITALE xmlns:i="http://www.cnamts.fr/INSiRecSans">{inner}</i:RECSANSVITALE>'


@dataclass
class Insi:
    """A software of the SSIAD in front of INSi."""

    sandbox: Sandbox

    def post(
        self, content: str, *, pair: KeyPair | None = None, content_type: str = "application/soap+xml"
    ) -> httpx.Response:
        authority = self.sandbox.context.authority
        chosen = pair or authority.structure(SSIAD, "insi_manu")
        context = ssl.create_default_context(cafile=str(authority.trust))
        context.load_cert_chain(chosen.certificate, chosen.key)
        with httpx.Client(verify=context) as http:
            address = self.sandbox.settings.url("insi", "/lps")
            return http.post(address, content=content.encode(), headers={"Content-Type": content_type})

    def message(self, body: str, **changes: str) -> str:
        values = {"emetteur": SSIAD, "idam": LPS_IDAM, "action": "rechercherInsAvecTraitsIdentite"} | changes
        return ENVELOPE.format(body=body, **values)

    def search(self, pair: KeyPair | None = None, **traits: str | list[str]) -> etree._Element:
        """Search by traits; returns the root of the answer."""
        return etree.fromstring(self.post(self.message(traits_body(**traits)), pair=pair).content)

    def rule(self) -> str:
        exchange = self.sandbox.context.journal.list(service="insi", limit=1)[0]
        return exchange.rule.code if exchange.rule else ""


def code(answer: etree._Element) -> str:
    return answer.findtext(".//r:CodeCR", namespaces=NS) or ""


def fault(answer: etree._Element) -> tuple[str, str]:
    """Subcode of the Fault and code of its detail."""
    subcode = answer.findtext(".//s:Subcode/s:Value", namespaces=NS) or ""
    detail = answer.find(".//e:Erreur", NS)
    return subcode, detail.get("code", "") if detail is not None else ""


@pytest.fixture(scope="module")
def running(make_sandbox) -> Sandbox:
    return make_sandbox("insi")


@pytest.fixture
def insi(running: Sandbox) -> Insi:
    running.context.faults.clear()
    return Insi(running)
