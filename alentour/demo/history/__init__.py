"""Three months of the lives of forty people, written through the services of the product with the clock of the day told."""

from __future__ import annotations
