"""Photos and scanned images: decoded, turned the right way up, stripped of everything the phone wrote in them, made light."""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.conf import settings
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from alentour.core.doors import Refused

FORMATS = ("JPEG", "PNG", "WEBP")
# A 50-megapixel phone is real; above, a small file that unfolds into gigabytes is an attack (Pillow, «decompression bomb»).
MAX_PIXELS = 80_000_000
LONG_SIDE = 2000
THUMBNAIL_SIDE = 360
MAX_JPEG_BYTES = 2_000_000
QUALITIES = (88, 80, 70, 60, 45)
NOT_AN_IMAGE = "Ce fichier n'est pas une image lisible (JPEG, PNG ou WebP). Rien n'a été enregistré."


@dataclass(frozen=True, slots=True)
class Prepared:
    """A JPEG without any metadata, its thumbnail, and its size in pixels."""

    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int


def check_size(data: bytes) -> None:
    """Refuse in words what is empty or heavier than the limit of uploads."""
    if not data:
        raise Refused("Ce fichier est vide. Rien n'a été enregistré.")
    if len(data) > settings.MAX_UPLOAD_BYTES:
        raise Refused(too_heavy())


def too_heavy() -> str:
    limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
    return f"Ce fichier pèse plus de {limit} Mo, la limite ici. Rien n'a été enregistré."


def prepare(data: bytes) -> Prepared:
    """Make of any accepted image a JPEG of at most 2000 px and 2 MB, upright, in sRGB, with no EXIF, no position, no comment."""
    check_size(data)
    image = _decode(data)
    image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    small = image.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return Prepared(_light_jpeg(image), _jpeg(small, 80), image.width, image.height)


def _decode(data: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise Refused("Cette image a trop de points pour être ouverte sans risque. Rien n'a été enregistré.")
        profile = image.info.get("icc_profile")
        # JPEG decoders can skip detail we would throw away at once.
        image.draft("RGB", (LONG_SIDE, LONG_SIDE))
        upright = ImageOps.exif_transpose(image)
        upright.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("Cette image a trop de points pour être ouverte sans risque. Rien n'a été enregistré.") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise Refused(NOT_AN_IMAGE) from None
    return _clean(_to_srgb(upright, profile))


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colour of a wound is information: a phone's own colour space is converted, not just forgotten."""
    if not profile or image.mode not in {"RGB", "RGBA"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted or image


def _clean(image: Image.Image) -> Image.Image:
    """Pixels only: paper white behind transparency, and a fresh image that inherits no metadata."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        over = image.convert("RGBA")
        bare = Image.new("RGB", over.size, "white")
        bare.paste(over, mask=over.getchannel("A"))
        return bare
    bare = Image.new("RGB", image.size)
    bare.paste(image.convert("RGB"))
    return bare


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _light_jpeg(image: Image.Image) -> bytes:
    data = b""
    for quality in QUALITIES:
        data = _jpeg(image, quality)
        if len(data) <= MAX_JPEG_BYTES:
            return data
    return data
