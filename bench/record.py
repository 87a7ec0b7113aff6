"""The record under load, as specs/product §5.1 says: every bar of §7, on SQLite and on PostgreSQL, with pass or fail.

    ./run bench record [--persons 5000] [--database sqlite|postgresql|both] [--requests 300] [--quick]

Two workers, rights and read traces on, fsync on. A second run has 100,000 persons in one structure (``--large`` alone for it only).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.load import Times, measure
from bench.scenarios import Scenario, scenarios
from e2e.instance import ROOT, free_block

PREPARE = """
import json, sys
from bench.seating import prepare
print("READY " + json.dumps(prepare(int(sys.argv[1]))))
"""
TRACES = """
import time
from bench.seating import verify_twenty_thousand
print("READY %f" % verify_twenty_thousand())
"""


class Place:
    """A data folder, a database and the product in front of it."""

    def __init__(self, database: dict[str, str], persons: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="alentour-bench-"))
        self.port = free_block()
        self.persons = persons
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ALENTOUR_", "DJANGO_"))},
            "ALENTOUR_DATA": str(self.folder),
            "ALENTOUR_PORT": str(self.port),
            "ALENTOUR_EPHEMERAL_KEY": secrets.token_hex(32),
            "ALENTOUR_MASTER_KEY": secrets.token_hex(32),
            "DJANGO_SETTINGS_MODULE": "alentour.config.settings",
            **database,
        }

    def run(self, script: str, *arguments: str) -> str:
        code = (
            "import django; django.setup()\nfrom alentour.core import rls\nscope = rls.across('bench'); scope.__enter__()\n"
            + script
        )
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=ROOT,
            env=self.env,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return next(line for line in done.stdout.splitlines() if line.startswith("READY ")).removeprefix("READY ")

    def manage(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "alentour.config.manage", *arguments],
            cwd=ROOT, env=self.env, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    @contextlib.contextmanager
    def served(self) -> Iterator[None]:
        """Two workers of the product, until the block ends."""
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "alentour.config.wsgi:application",
            "--host", "127.0.0.1", "--port", str(self.port), "--workers", "2", "--blocking-threads", "2",
            "--no-ws", "--log-level", "error",
        ]  # fmt: skip
        server = subprocess.Popen(command, cwd=ROOT, env=self.env)
        try:
            _wait(f"http://127.0.0.1:{self.port}/connexion/")
            yield
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError("the product did not answer")


def bench(place: Place, requests: int) -> int:
    """Every row of §7 on one database; how many bars were missed."""
    place.manage("migrate", "--verbosity", "0")
    began = time.perf_counter()
    seats: dict[str, Any] = json.loads(place.run(PREPARE, str(place.persons)))
    print(f"  dataset in {time.perf_counter() - began:.0f} s: {seats['counts']}")
    missed, normal = 0, 0.0
    with place.served():
        for scenario in scenarios(seats):
            _heat(place, scenario)
            cells = []
            for at_once, bar in ((1, scenario.c1), (4, scenario.c4)):
                times = measure(
                    place.port, scenario.cookie, scenario.requests(requests), at_once=at_once, check=scenario.check
                )
                if scenario.name == "record summary page" and at_once == 1:
                    normal = times.rank(95)
                held = scenario.holds(times, bar if scenario.like != "summary" else 1.5 * normal)
                missed += not held
                cells.append(_cell(scenario, times, bar if scenario.like != "summary" else 1.5 * normal, held))
            print(f"  {scenario.name:<34} {cells[0]}   {cells[1]}")
    seconds = float(place.run(TRACES))
    missed += seconds >= 2
    print(f"  {'20,000 traces verified':<34} {seconds:.2f} s  bar 2 s {'pass' if seconds < 2 else 'FAIL'}")
    return missed


def _heat(place: Place, scenario: Scenario) -> None:
    measure(place.port, scenario.cookie, scenario.requests(12), at_once=4, check=scenario.check)


def _cell(scenario: Scenario, times: Times, bar: float, held: bool) -> str:
    verdict = "pass" if held else "FAIL"
    bad = f" {times.bad} bad ({times.why})" if times.bad else ""
    if scenario.per_second:
        return f"{times.rate:6.1f}/s  bar {bar:.0f}/s {verdict}{bad}"
    return f"p50 {times.rank(50):6.1f}  p95 {times.rank(95):6.1f}  p99 {times.rank(99):6.1f} ms  bar {bar:.0f} {verdict}{bad}"


@contextlib.contextmanager
def database(kind: str) -> Iterator[dict[str, str]]:
    """The settings of an empty database, as the product reads them; nothing for SQLite."""
    if kind == "sqlite":
        yield {}
        return
    from alentour.config import cluster

    with cluster.running() as server:
        yield server.settings()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=5000)
    parser.add_argument("--large", action="store_true", help="only the run of 100,000 persons")
    parser.add_argument("--no-large", action="store_true", help="without the run of 100,000 persons")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--requests", type=int, default=300)
    asked = parser.parse_args()
    kinds = ("postgresql", "sqlite") if asked.database == "both" else (asked.database,)
    sizes = [100_000] if asked.large else [asked.persons] if asked.no_large else [asked.persons, 100_000]
    missed = 0
    for persons in sizes:
        for kind in kinds:
            print(f"{kind}, {persons} persons, load {os.getloadavg()[0]:.1f}", flush=True)
            with database(kind) as url:
                place = Place(url, persons)
                try:
                    missed += bench(place, asked.requests)
                finally:
                    shutil.rmtree(place.folder, ignore_errors=True)
    print("every bar holds" if not missed else f"{missed} bars missed")
    sys.exit(min(missed, 1))


if __name__ == "__main__":
    main()
