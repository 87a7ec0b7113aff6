"""Django's command line: ``./run manage …``."""

from __future__ import annotations

import os
import sys

from alentour.config.env import ConfigurationError


def main(argv: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alentour.config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["./run manage", *argv])
    except ConfigurationError as error:
        sys.stderr.write("Alentour ne démarre pas, des réglages sont à corriger :\n")
        for sentence in error.sentences:
            sys.stderr.write(f"  - {sentence}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
