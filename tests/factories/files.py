"""Files as people send them, and as enemies do; all made here, none kept."""

import io
import random
import struct
import zipfile
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

CANARY = b"ZZCANARY-Siti-Aminah"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return content as an upload under a name."""
    return SimpleUploadedFile(name, content)


def picture(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Return a picture that is not of one colour only."""
    bands = len(mode)
    small = random.Random(width).randbytes(8 * 6 * bands)
    return Image.frombytes(mode, (8, 6), small).resize((width, height))


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return a picture as a file of that kind."""
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def photo(width: int = 64, height: int = 48, *, gps: bool = False) -> bytes:
    """Return a JPEG as a telephone makes it, on wish with the place in it."""
    image = picture(width, height)
    exif = image.getexif()
    exif[0x010F] = "ZZCANARY Telepon"
    exif[0x0112] = 6  # to be turned by 90 degrees
    if gps:
        exif.get_ifd(0x8825).update(
            {
                1: "S",
                2: (IFDRational(6), IFDRational(54), IFDRational(13, 1)),
                3: "E",
                4: (IFDRational(107), IFDRational(36), IFDRational(27, 1)),
                29: "2024:05:17",
            }
        )
    return encoded(image, "JPEG", exif=exif, comment=CANARY, quality=90)


def document(pages: int = 1) -> pikepdf.Pdf:
    """Return a PDF to be spoiled further."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(200, 300))
    return pdf


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    """Return a PDF as a file."""
    target = io.BytesIO()
    pdf.save(target, **options)
    return target.getvalue()


def box(kind: bytes, body: bytes = b"") -> bytes:
    """Return one box of an MP4."""
    return struct.pack(">I4s", 8 + len(body), kind) + body


def film(
    *, udta: bytes = b"", brand: bytes = b"isom", more: bytes = b"", entry: bytes = b""
) -> bytes:
    """Return an MP4 with one track and a time of recording."""
    sample = box(entry or b"avc1", bytes(20))
    stsd = box(b"stsd", bytes(4) + struct.pack(">I", 1) + sample)
    times = bytes(4) + struct.pack(">II", 3_700_000_000, 3_700_000_001) + bytes(84)
    stbl = box(b"stbl", stsd)
    media = box(b"mdia", box(b"mdhd", times) + box(b"minf", stbl))
    track = box(b"trak", box(b"tkhd", times) + media)
    moov = box(b"moov", box(b"mvhd", times) + track + udta)
    return (
        box(b"ftyp", brand + bytes(4) + brand) + moov + box(b"mdat", b"x" * 99) + more
    )


def png_of(width: int, height: int) -> bytes:
    """Return a small PNG that claims to be large: black rows, packed to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    packer = zlib.compressobj(9)
    row = bytes(1 + width * 3)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a ZIP archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def refused() -> dict[str, tuple[str, bytes]]:
    """Return name and content of what must be refused, by what it is."""
    html = b"<!DOCTYPE html><script>alert(document.cookie)</script>"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    bomb = zipped({"0.txt": bytes(20_000_000)})
    office = zipped({"[Content_Types].xml": b"<Types/>", "word/vbaProject.bin": b"x"})
    gif = b"GIF89a/*\x00\x00\x00\x00*/=1;alert(1);//" + bytes(50)
    good = photo()
    return {
        "empty": ("kosong.jpg", b""),
        "one byte": ("satu.jpg", b"\xff"),
        "html as itself": ("halaman.html", html),
        "html as jpg": ("foto.jpg", html),
        "html after spaces": ("foto.png", b" " * 2000 + html),
        "svg": ("gambar.svg", svg),
        "svg as png": ("gambar.png", svg),
        "svg with xml head": ("gambar.webp", b"<?xml version='1.0'?>" + svg),
        "script": ("skrip.js", b"alert(1)"),
        "php in a gif": ("foto.gif", b"GIF89a<?php system($_GET[0]); ?>"),
        "gif that is javascript": ("foto.gif", gif),
        "gif that is javascript as jpg": ("foto.jpg", gif),
        "zip bomb": ("arsip.zip", bomb),
        "zip bomb as pdf": ("surat.pdf", bomb),
        "zip in zip": ("arsip.zip", zipped({"dalam.zip": bomb})),
        "zip with a path upwards": ("a.zip", zipped({"../../etc/passwd": b"x"})),
        "office with macros": ("surat.docm", office),
        "office as pdf": ("surat.pdf", office),
        "old office": ("surat.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "windows program": ("setup.exe", b"MZ\x90\x00" + bytes(500)),
        "windows program as jpg": ("foto.jpg", b"MZ\x90\x00" + bytes(500)),
        "linux program": ("foto.png", b"\x7fELF\x02\x01\x01" + bytes(500)),
        "shell script": ("foto.jpg", b"#!/bin/sh\nrm -rf ~\n"),
        "eicar": ("eicar.com", EICAR),
        "eicar as pdf": ("eicar.pdf", EICAR),
        "rar": ("a.rar", b"Rar!\x1a\x07\x00" + bytes(100)),
        "7z": ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(100)),
        "tiff": ("pindai.tif", encoded(picture(), "TIFF")),
        "bmp": ("foto.bmp", encoded(picture(), "BMP")),
        "ico as png": ("ikon.png", encoded(picture(32, 32), "ICO")),
        "eps": ("foto.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n(x) run\n"),
        "heic": ("IMG_1.HEIC", box(b"ftyp", b"heic" + bytes(12)) + bytes(99)),
        "avif as jpg": ("foto.jpg", box(b"ftyp", b"avif" + bytes(12)) + bytes(99)),
        "audio": ("suara.mp3", b"ID3\x03\x00\x00\x00" + bytes(100)),
        "webm": ("film.webm", b"\x1aE\xdf\xa3" + bytes(100)),
        "swf": ("film.swf", b"FWS\x05" + bytes(100)),
        "text": ("catatan.txt", b"Jalan rusak"),
        "utf-16 html": ("foto.jpg", html.decode().encode("utf-16")),
        "jpg as pdf": ("surat.pdf", good),
        "jpg as program": ("foto.jpg.exe", good),
        "jpg as page": ("foto.html", good),
        "pdf as jpg": ("foto.jpg", saved(document())),
        "film as jpg": ("foto.jpg", film()),
        "pdf behind html": ("surat.pdf", html + saved(document())),
        "jpeg head only": ("foto.jpg", good[:3]),
        "jpeg cut in its head": ("foto.jpg", good[:60]),
        "jpeg cut in the picture": ("foto.jpg", photo(800, 600)[:-3000]),
        "jpeg of noise": ("foto.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8),
        "png head only": ("foto.png", b"\x89PNG\r\n\x1a\n"),
        "png cut": ("foto.png", encoded(picture(300, 300), "PNG")[:500]),
        "png with a wrong sum": ("f.png", _broken_sum(encoded(picture(), "PNG"))),
        "png of 0 x 0": ("foto.png", png_of(0, 0)),
        "png pixel flood": ("foto.png", png_of(13_000, 13_000)),
        "png of one endless row": ("foto.png", png_of(2_000_000_000, 0)),
        "webp cut": ("foto.webp", encoded(picture(300, 300), "WEBP")[:100]),
        "webp head only": ("foto.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 "),
        "pdf head only": ("surat.pdf", b"%PDF-1.7\n"),
        "pdf of noise": ("surat.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40),
        "pdf with a password": (
            "surat.pdf",
            saved(document(), encryption=pikepdf.Encryption(user="x", owner="y")),
        ),
        "pdf without pages": ("surat.pdf", saved(document(0))),
        "pdf of 201 pages": ("surat.pdf", saved(document(201))),
        "pdf nested too deep": ("surat.pdf", _deep_pdf()),
        "film head only": ("film.mp4", box(b"ftyp", b"isom" + bytes(8))),
        "film cut": ("film.mp4", film()[:-50]),
        "film with a box too large": ("film.mp4", film() + b"\x7f\xff\xff\xfffree"),
        "film of endless boxes": ("film.mp4", film() + box(b"free") * 30_000),
        "film nested too deep": ("film.mp4", film(more=_nested(30))),
        "film with a track of places": ("film.mp4", film(entry=b"gpmd")),
        "film of an unknown brand": ("film.mp4", film(brand=b"evil")),
    }


def _broken_sum(png: bytes) -> bytes:
    return png[:29] + bytes(4) + png[33:]


def _deep_pdf() -> bytes:
    pdf = document()
    raw = saved(pdf)
    return raw.replace(b"/Pages", b"/X " + b"[" * 400 + b"]" * 400 + b"/Pages", 1)


def _nested(depth: int) -> bytes:
    body = b""
    for _ in range(depth):
        body = box(b"moov", body)
    return body
