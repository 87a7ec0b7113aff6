"""One loopback client, keep-alive: n requests, one or several at a time, nearest-rank percentiles (specs/product §5.1)."""

from __future__ import annotations

import http.client
import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked; a ``Cookie`` among its ``headers`` stands for that of its scenario."""

    path: str
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Times:
    """Milliseconds of each request, how many were bad, bytes of the largest answer, and the whole time."""

    each: list[float]
    bad: int
    heaviest: int
    whole: float
    why: str = ""

    def rank(self, percent: float) -> float:
        ordered = sorted(self.each)
        return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]

    @property
    def rate(self) -> float:
        return len(self.each) / self.whole


Check = Callable[[int, bytes], str]


def measure(port: int, cookie: str, requests: list[Request], *, at_once: int, check: Check) -> Times:
    """Send them all, ``at_once`` connections sharing the list; the first trouble is kept in words."""
    turn = iter(requests)
    lock = threading.Lock()
    times = Times([], 0, 0, 0.0)

    def work() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                request = next(turn, None)
            if request is None:
                return line.close()
            _one(line, request, cookie, check, times, lock)

    started = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.whole = time.perf_counter() - started
    return times


def _one(
    line: http.client.HTTPConnection, request: Request, cookie: str, check: Check, times: Times, lock: threading.Lock
) -> None:
    began = time.perf_counter()
    line.request(request.method, request.path, request.body or None, {"Cookie": cookie, **request.headers})
    answer = line.getresponse()
    body = answer.read()
    spent = (time.perf_counter() - began) * 1000
    trouble = check(answer.status, body)
    with lock:
        times.each.append(spent)
        times.heaviest = max(times.heaviest, len(body))
        times.bad += bool(trouble)
        times.why = times.why or trouble
