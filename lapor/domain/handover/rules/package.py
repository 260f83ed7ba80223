"""What is in a package, and whether it still is what it was: hashes over everything.

A package is a ZIP: ``package.json`` and ``package.pdf`` say the same to machines and
to people, ``files/`` holds the attachments, ``manifest.json`` names every member with
size and SHA-256, ``manifest.p7s`` signs the manifest (CMS, detached).
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from lapor.kernel.enums import noop, translate
from lapor.kernel.errors import Invalid

FORMAT: Final = "lapor-ombudsman/1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.p7s"
LARGEST: Final = 200 * 1024 * 1024  # bytes of a package, unpacked
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes

NO_ZIP: Final = noop("Berkas ini bukan paket penyerahan.")
TOO_BIG: Final = noop("Paket ini terlalu besar untuk dibuka.")
NO_MANIFEST: Final = noop("Daftar isi paket (manifest.json) tidak ada atau rusak.")
MISSING: Final = noop("{name} disebut dalam daftar isi, tetapi tidak ada.")
CHANGED: Final = noop("{name} tidak sama dengan yang disegel.")
UNNAMED: Final = noop("{name} tidak disebut dalam daftar isi.")


class Part(NamedTuple):
    """One member of a package."""

    name: str
    content: bytes


def manifest_of(
    number: str, version: int, made_at: str, parts: Sequence[Part]
) -> bytes:
    """Return the manifest of these members as JSON, in their order."""
    return _json(
        {
            "format": FORMAT,
            "handover": number,
            "version": version,
            "made_at": made_at,
            "files": [
                {
                    "name": part.name,
                    "sha256": hashlib.sha256(part.content).hexdigest(),
                    "size": len(part.content),
                }
                for part in parts
            ],
        }
    )


def zipped(manifest: bytes, signature: bytes, parts: Sequence[Part]) -> bytes:
    """Return the package: manifest and signature first, then the members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in ((MANIFEST, manifest), (SIGNATURE, signature), *parts):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return out.getvalue()


class Inspected(NamedTuple):
    """What a package says of itself. No ``problems``: every hash is right."""

    manifest: Mapping[str, Any]
    manifest_bytes: bytes
    signature: bytes
    parts: Mapping[str, bytes]
    problems: tuple[str, ...]


def inspect(content: bytes) -> Inspected:
    """Open a package and compare every member with the manifest.

    Raises Invalid for what is no package at all. The signature is returned, not
    judged: that needs keys (``kernel.pdf_signing.check_bytes``).
    """
    members = _members(content)
    raw, signature = members.pop(MANIFEST, b""), members.pop(SIGNATURE, b"")
    try:
        manifest: dict[str, Any] = json.loads(raw)
        named = {str(each["name"]): str(each["sha256"]) for each in manifest["files"]}
    except (ValueError, KeyError, TypeError):
        raise Invalid(translate(NO_MANIFEST)) from None
    problems = [
        translate(MISSING).format(name=name) for name in named if name not in members
    ]
    for name, found in members.items():
        if name not in named:
            problems.append(translate(UNNAMED).format(name=name))
        elif hashlib.sha256(found).hexdigest() != named[name]:
            problems.append(translate(CHANGED).format(name=name))
    return Inspected(manifest, raw, signature, members, tuple(problems))


def _members(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(entry.file_size for entry in package.infolist()) > LARGEST:
                raise Invalid(translate(TOO_BIG))
            return {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError):
        raise Invalid(translate(NO_ZIP)) from None


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode()
