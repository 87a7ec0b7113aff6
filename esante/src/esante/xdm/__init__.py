"""IHE_XDM.zip: the archive in which documents travel by mail (IHE XDM, CI-SIS «Partage de documents», specs/mss §2.4)."""

from __future__ import annotations

from esante.xdm.errors import Fault, RefusedArchive, UnreadableArchive, XdmError
from esante.xdm.lot import Application, Lot
from esante.xdm.model import Action, ArchiveEntry, ExtraFile, XdmArchive
from esante.xdm.read import read_archive
from esante.xdm.unzip import Limits
from esante.xdm.write import write_archive

__all__ = [
    "Action",
    "Application",
    "ArchiveEntry",
    "ExtraFile",
    "Fault",
    "Limits",
    "Lot",
    "RefusedArchive",
    "UnreadableArchive",
    "XdmArchive",
    "XdmError",
    "read_archive",
    "write_archive",
]
