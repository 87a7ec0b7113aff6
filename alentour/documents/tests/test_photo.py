"""Aïcha photographs a wound: agreement, clean image, signed document, nothing of the phone left in it."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.conf import settings
from PIL import ExifTags, Image

from alentour.accounts.models import Post
from alentour.audit.models import TraceEvent
from alentour.core.doors import ClosedDoor, Refused
from alentour.documents import gateway, images
from alentour.documents.enums import State
from alentour.documents.models import Document
from alentour.documents.services import Agreement, cda_of, content, create_photo
from alentour.documents.tests.conftest import picture
from alentour.identity.models import Usager
from alentour.record.enums import ConsentObject, Decision, GivenBy
from alentour.record.models import Consent
from alentour.record.services import collect_consent


def from_a_phone() -> bytes:
    """A photo held sideways, with the place and the hour where it was taken, as a phone writes them."""
    image = Image.new("RGB", (600, 400), "#b4552d")
    image.paste("#ffffff", (0, 0, 600, 40))  # the top of what was seen, before rotation
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Telephone"
    exif[ExifTags.Base.DateTime] = "2026:11:23 14:40:00"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (48.0, 6.0, 41.0)
    gps[ExifTags.GPS.GPSLongitudeRef] = "W"
    gps[ExifTags.GPS.GPSLongitude] = (1.0, 40.0, 44.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"IMG_0042")
    return out.getvalue()


def test_the_photo_keeps_neither_place_nor_hour_nor_phone(irene: Usager, aicha: Post) -> None:
    taken = from_a_phone()
    assert b"Exif" in taken
    assert b"IMG_0042" in taken

    photo = create_photo(post=aicha, usager=irene, data=taken, agreement=Agreement())

    for kept in (content(photo), gateway.read(cda_of(photo)).body):
        assert b"Exif" not in kept
        assert b"IMG_0042" not in kept
        assert b"Telephone" not in kept
        image = Image.open(io.BytesIO(kept))
        assert not image.getexif()
        assert "comment" not in image.info


def test_the_photo_is_turned_upright(irene: Usager, aicha: Post) -> None:
    photo = create_photo(post=aicha, usager=irene, data=from_a_phone(), agreement=Agreement())
    image = Image.open(io.BytesIO(content(photo)))

    assert image.size == (400, 600)
    red, green, blue = image.getpixel((390, 300))
    assert min(red, green, blue) > 200, "the band of the top is now on the right"


def test_a_huge_photo_becomes_light(irene: Usager, aicha: Post) -> None:
    noise = Image.effect_noise((4200, 3100), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=92)
    photo = create_photo(post=aicha, usager=irene, data=out.getvalue(), agreement=Agreement())

    kept = Image.open(io.BytesIO(content(photo)))
    assert max(kept.size) == 2000
    assert photo.body is not None
    assert photo.body.size <= 2_000_000
    assert photo.thumbnail is not None
    assert photo.thumbnail.size < 60_000


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_images_become_jpeg_because_the_cda_has_no_png(irene: Usager, aicha: Post, form: str) -> None:
    photo = create_photo(post=aicha, usager=irene, data=picture(form=form), agreement=Agreement())
    assert photo.media_type == "image/jpeg"
    assert content(photo).startswith(b"\xff\xd8")


def test_transparency_becomes_paper_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    kept = Image.open(io.BytesIO(images.prepare(out.getvalue()).jpeg))
    assert min(kept.getpixel((20, 20))) > 245


def test_the_gesture_signs_a_document_and_keeps_the_agreement(photo: Document, irene: Usager, aicha: Post) -> None:
    assert (photo.state, photo.type_code, photo.signer_name) == (State.VALIDE, "52040-3", "Aïcha BENALI")
    read = gateway.read(cda_of(photo))
    assert (read.oid, read.class_code, read.media_type) == (photo.document_oid, "31", "image/jpeg")
    agreement = Consent.objects.get(usager=irene)
    assert (agreement.object, agreement.decision, agreement.collected_by) == (
        ConsentObject.PHOTO,
        Decision.ACCORD,
        aicha,
    )
    actions = list(TraceEvent.objects.filter(usager_id=irene.id).order_by("sequence").values_list("action", flat=True))
    assert actions[-3:] == ["consent.collected", "document.created", "document.validated"]


def test_without_agreement_nothing_is_kept(irene: Usager, aicha: Post) -> None:
    with pytest.raises(Refused, match="accord de la personne"):
        create_photo(post=aicha, usager=irene, data=picture(), agreement=None)
    assert Document.objects.count() == 0


def test_an_agreement_still_in_force_is_enough(irene: Usager, aicha: Post, ines: Post) -> None:
    collect_consent(
        usager=irene, object=ConsentObject.PHOTO, decision=Decision.ACCORD, by=ines, given_by=GivenBy.REPRESENTANT
    )
    assert create_photo(post=aicha, usager=irene, data=picture(), agreement=None).state == State.VALIDE


def test_a_refusal_holds_until_she_changes_her_mind(irene: Usager, aicha: Post) -> None:
    collect_consent(usager=irene, object=ConsentObject.PHOTO, decision=Decision.REFUS, by=aicha)
    with pytest.raises(Refused, match="a refusé les photos"):
        create_photo(post=aicha, usager=irene, data=picture(), agreement=None)
    assert create_photo(post=aicha, usager=irene, data=picture(), agreement=Agreement()).state == State.VALIDE


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60 000 × 60 000."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"),
        (b"MZ\x90\x00 this is a program", "pas une image lisible"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "pas une image lisible"),
        (b"%PDF-1.7 nothing", "pas une image lisible"),
        (picture()[:900], "pas une image lisible"),
        (bomb(), "trop de points"),
    ],
    ids=["empty", "program", "drawing", "pdf", "cut short", "bomb"],
)
def test_what_is_not_a_photo_is_refused_in_words(irene: Usager, aicha: Post, data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        create_photo(post=aicha, usager=irene, data=data, agreement=Agreement())
    assert Document.objects.count() == 0
    assert Consent.objects.count() == 0, "the agreement goes with the photo or not at all"


def test_forty_megabytes_are_refused_before_being_opened(irene: Usager, aicha: Post) -> None:
    limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
    with pytest.raises(Refused, match=f"plus de {limit} Mo"):
        create_photo(post=aicha, usager=irene, data=b"\xff\xd8" + b"\0" * (40 * 1024 * 1024), agreement=Agreement())


def test_karim_takes_no_photo_of_a_wound(irene_at_saad: Usager, karim: Post) -> None:
    with pytest.raises(ClosedDoor) as door:
        create_photo(post=karim, usager=irene_at_saad, data=picture(), agreement=Agreement())
    assert "Infirmière, infirmier" in door.value.opens_to
    assert Document.objects.count() == 0
