"""Journey P01, played three times, each on a fresh instance."""

from __future__ import annotations

import os
import time

from e2e.browser import open_browser
from e2e.instance import Instance
from e2e.journey import build, play


def main() -> None:
    print(f"load {os.getloadavg()[0]:.1f}")
    for _ in range(3):
        with Instance() as instance, open_browser() as browser:
            started = time.monotonic()
            play(build("P01", browser, instance))
            print(f"P01 {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
