"""Photos: decoded to bare pixels and written anew. Runs in the sandbox child only.

A new JPEG made from pixels carries no place, no device, no time, no second format
glued to its end, and no script.
"""

import io
from contextlib import suppress
from typing import BinaryIO, Final

from PIL import Image, ImageCms, ImageOps

from lapor.kernel.refusals import Finding, Reason, Refused

MAX_PIXELS: Final = 40_000_000
LONGEST_SIDE: Final = 2048  # pixels: enough to read a document on the photo
QUALITY: Final = 85
FORMATS: Final = ["JPEG", "PNG", "WEBP"]
_GPS_TAG: Final = 0x8825
_WHITE: Final = (255, 255, 255)
_HIDDEN: Final = ("exif", "xmp", "comment", "photoshop", "XML:com.adobe.xmp", "Comment")


def redraw(source: BinaryIO, target: BinaryIO) -> list[Finding]:
    """Write the picture anew as an upright JPEG; return what was left behind.

    Raises Refused: over 40 megapixels (before anything is decoded), broken, or too
    hungry for memory.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own, lower limit is checked below
    try:
        picture: Image.Image = Image.open(source, formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise Refused(Reason.TOO_MANY_PIXELS)
        findings = _findings(picture)
        # JPEG can be decoded at a half, a quarter, an eighth: less time and memory
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
        if picture.mode == "P":
            picture = picture.convert(
                "RGBA" if "transparency" in picture.info else "RGB"
            )
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        with suppress(Exception):  # a broken EXIF block must not cost the photo
            ImageOps.exif_transpose(picture, in_place=True)
        bare = _bare(picture)
    except Refused:
        raise
    except MemoryError as error:  # WebP needs three copies: about 25 megapixels
        raise Refused(Reason.TOO_HUNGRY) from error
    except Exception as error:
        raise Refused(Reason.BROKEN) from error
    # Photos bear colour at half the resolution; coloured text on screenshots does not.
    colour = "4:2:0" if picture.format in {"JPEG", "MPO"} else "4:4:4"
    bare.save(target, "JPEG", quality=QUALITY, optimize=True, subsampling=colour)
    return findings


def _findings(picture: Image.Image) -> list[Finding]:
    findings = []
    hidden = any(picture.info.get(name) for name in _HIDDEN)
    with suppress(Exception):
        exif = picture.getexif()
        hidden = hidden or bool(exif)
        if exif.get_ifd(_GPS_TAG):
            findings.append(Finding.LOCATION)
    if hidden:
        findings.append(Finding.METADATA)
    if max(picture.size) > LONGEST_SIDE:
        findings.append(Finding.RESIZED)
    # A phone's JPEG may hold a second, hidden picture (MPO); that is no animation.
    if getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO":
        findings.append(Finding.STILL)
    return findings


def _bare(picture: Image.Image) -> Image.Image:
    """Return pixels only: sRGB, on white where it was transparent."""
    profile = picture.info.get("icc_profile")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        see_through = picture.convert("RGBA")
        flat = Image.new("RGB", picture.size, _WHITE)
        flat.paste(see_through, mask=see_through.getchannel("A"))
        picture = flat
    elif picture.mode.startswith("I;16") or picture.mode == "I":
        # Pillow's own conversion clips 16 bits instead of scaling them
        picture = picture.point(lambda level: level / 256).convert("L")
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        with suppress(Exception):  # an odd profile costs the exact colours only
            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
            picture = converted or picture
    bare = Image.new("RGB", picture.size)
    bare.paste(picture if picture.mode == "RGB" else picture.convert("RGB"))
    return bare
