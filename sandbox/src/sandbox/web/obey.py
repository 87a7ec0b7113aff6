"""What every HTTP service does with a scripted fault: wait, hang up, or hand the refusal back to be worded."""

from __future__ import annotations

from sandbox.faults import Fault, Faults
from sandbox.web.server import Hangup


def obey(faults: Faults, service: str, operation: str, *subjects: str) -> Fault | None:
    """Suffer the fault meant for this request, if any.

    Waits for `slow`, waits then closes the connection for `silent`; `refuse`, `outage` and `distort` are returned, for
    the service to word them in its own protocol. None means: answer normally.
    """
    fault = faults.decide(service, operation, *subjects)
    if fault is None:
        return None
    if fault.kind in {"slow", "silent"}:
        faults.hold(fault)
    if fault.kind == "silent":
        raise Hangup("défaut programmé")
    return fault if fault.kind in {"refuse", "outage", "distort"} else None
