"""From ``./run`` to the first page: a new data folder, then the same one again."""

from __future__ import annotations

import os
import time

from e2e.instance import Instance


def main() -> None:
    print(f"load {os.getloadavg()[0]:.1f}")
    instance = Instance()
    for label in ("new data folder", "same data folder"):
        started = time.monotonic()
        instance.start()
        print(f"{label:18} {time.monotonic() - started:5.1f} s to the first page")
        instance.stop()
    instance.__exit__()


if __name__ == "__main__":
    main()
