"""SOAP 1.2, WS-Addressing 1.0 and MTOM/XOP, in both roles. See README.md."""

from __future__ import annotations

from esante.soap.client import SoapTransport, http_client
from esante.soap.envelope import Addressing, Envelope, decode_envelope, encode_envelope, security_header
from esante.soap.errors import BadMime, FaultDetail, NotSoap, SoapError, SoapFault, Unreachable
from esante.soap.fault import decode_fault, encode_fault
from esante.soap.message import FAULT_ACTION, Message, Payload, answer, answer_fault, decode_message, encode_message
from esante.soap.mtom import Buffer, Package, Part, decode_package, encode_package
from esante.soap.names import ANONYMOUS
from esante.soap.xop import content, include, inlined

__all__ = [
    "ANONYMOUS",
    "FAULT_ACTION",
    "Addressing",
    "BadMime",
    "Buffer",
    "Envelope",
    "FaultDetail",
    "Message",
    "NotSoap",
    "Package",
    "Part",
    "Payload",
    "SoapError",
    "SoapFault",
    "SoapTransport",
    "Unreachable",
    "answer",
    "answer_fault",
    "content",
    "decode_envelope",
    "decode_fault",
    "decode_message",
    "decode_package",
    "encode_envelope",
    "encode_fault",
    "encode_message",
    "encode_package",
    "http_client",
    "include",
    "inlined",
    "security_header",
]
