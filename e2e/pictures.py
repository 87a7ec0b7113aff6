"""Pictures that the journeys take: a drawn wound, as a phone would give it (with a position that must not survive)."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter


def wound(folder: Path) -> Path:
    """A JPEG of 1600 × 1200 with EXIF: make, date and GPS."""
    picture = Image.new("RGB", (1600, 1200), (226, 190, 168))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((360, 180, 1240, 1080), fill=(216, 172, 150))
    pen.ellipse((620, 430, 980, 760), fill=(176, 70, 66))
    pen.ellipse((700, 510, 900, 690), fill=(128, 34, 40))
    pen.rectangle((120, 1060, 720, 1100), fill=(250, 250, 250))
    for mark in range(13):
        pen.line((120 + mark * 50, 1060, 120 + mark * 50, 1085), fill=(20, 20, 20), width=3)
    picture = picture.filter(ImageFilter.GaussianBlur(4))
    exif = Image.Exif()
    exif[0x010F] = "Téléphone de démonstration"
    exif[0x0132] = "2026:11:23 08:12:00"
    position = exif.get_ifd(0x8825)
    position[1], position[2] = "N", (48.0, 6.0, 41.0)
    position[3], position[4] = "W", (1.0, 40.0, 44.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, exif=exif)
    path = folder / "talon.jpg"
    path.write_bytes(out.getvalue())
    return path
