"""Load the installed distributions before pytest sees the folders of the same name.

In importlib mode pytest names a test file after its path (``esante.tests.…``) and, unless the package is
already loaded, takes the folder ``esante/`` of the repository for the package ``esante``.
"""

from __future__ import annotations

import esante
import sandbox

__all__ = ["esante", "sandbox"]
