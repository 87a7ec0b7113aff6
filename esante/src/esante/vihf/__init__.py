"""VIHF: the SAML 2.0 token that says who asks, for whom and why. See README.md."""

from __future__ import annotations

from esante.vihf.build import build
from esante.vihf.dn import same_dn, subject_dn
from esante.vihf.errors import (
    AlteredToken,
    BadSignature,
    IncompleteVihf,
    NotAVihf,
    Unsigned,
    UntrustedCertificate,
    VihfError,
    WrongIssuer,
)
from esante.vihf.model import (
    DMP_RESOURCE,
    LOCAL_MEANS,
    PURPOSE_SYSTEM,
    SMARTCARD,
    UNSPECIFIED,
    Mode,
    Purpose,
    Software,
    Vihf,
)
from esante.vihf.read import Decoded, decode, read
from esante.vihf.rules import Fault, faults
from esante.vihf.sign import Algorithm, sign
from esante.vihf.trust import Trust, issued_by, pinned
from esante.vihf.verify import Verified, signing_certificate, verify

__all__ = [
    "DMP_RESOURCE",
    "LOCAL_MEANS",
    "PURPOSE_SYSTEM",
    "SMARTCARD",
    "UNSPECIFIED",
    "Algorithm",
    "AlteredToken",
    "BadSignature",
    "Decoded",
    "Fault",
    "IncompleteVihf",
    "Mode",
    "NotAVihf",
    "Purpose",
    "Software",
    "Trust",
    "Unsigned",
    "UntrustedCertificate",
    "Verified",
    "Vihf",
    "VihfError",
    "WrongIssuer",
    "build",
    "decode",
    "faults",
    "issued_by",
    "pinned",
    "read",
    "same_dn",
    "sign",
    "signing_certificate",
    "subject_dn",
    "verify",
]
