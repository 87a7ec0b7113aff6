"""XML names of the INSi teleservice (WSDL DESIR_ICIR_EXP 1.5.0, dmp-ins §1.1-1.3)."""

from __future__ import annotations

from typing import Final

BAM: Final = "urn:siram:bam:ctxbam"
LPS: Final = "urn:siram:lps:ctxlps"
BY_TRAITS: Final = "http://www.cnamts.fr/INSiRecSans"
BY_CARD: Final = "http://www.cnamts.fr/INSiRecVit"
RESULT: Final = "http://www.cnamts.fr/INSiResultat"
VERIFY: Final = "http://www.cnamts.fr/INSiLot2"
VERIFIED: Final = "http://www.cnamts.fr/INSiLot2/REPUnitaire"
ACTION: Final = "urn:ServiceIdentiteCertifiee:1.0.0:"
