"""Files from people: checked by content, made harmless, kept durably, served safely.

The way of a file: size → first bytes → a child process writes it anew → fsync →
a random key. What the person gave is never stored as it came, and its name is never a
name on our disk. Nothing here knows what a file belongs to.
"""

import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from lapor.kernel import durable, sandbox, signatures, text
from lapor.kernel.errors import Invalid, NotFound, TooLarge
from lapor.kernel.ids import new_media_key
from lapor.kernel.refusals import Finding

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_FILES: Final = 5
DAY: Final = timedelta(days=1)
LONGEST_NAME: Final = 80  # characters shown, extension included
_CHUNK: Final = 64 * 1024
_INCOMING: Final = "incoming"  # drafts; whatever is older than a day is left over
_KEY: Final = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}")


class DurableStorage(FileSystemStorage):
    """Django's storage, but what it has saved outlives a power cut."""

    def _save(self, name: str, content: "File[Any]") -> str:
        chunks = (_as_bytes(chunk) for chunk in content.chunks())
        durable.write(Path(self.path(name)), chunks)
        return name


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that is stored. ``size`` in bytes, ``sha256`` of what is stored."""

    key: str
    sha256: bytes
    size: int
    media_type: str
    shown_name: str
    findings: tuple[Finding, ...]


def accept_all(uploads: "Sequence[File[Any]]", *, at: datetime) -> list[Accepted]:
    """Accept up to five files, all or none; the sentence names the one at fault.

    Raises Invalid, TooLarge or Busy. Call it before the transaction that will refer
    to the files; when that fails, give their keys to ``discard``.
    """
    if len(uploads) > MAX_FILES:
        raise Invalid(
            gettext(
                "Terlalu banyak lampiran: %(count)d berkas, paling banyak %(most)d. "
                "Hapus sebagian lalu kirim lagi."
            )
            % {"count": len(uploads), "most": MAX_FILES}
        )
    accepted: list[Accepted] = []
    try:
        for upload in uploads:
            accepted.append(accept(upload, at=at))
    except BaseException:
        discard(file.key for file in accepted)
        raise
    return accepted


def accept(upload: "File[Any]", *, at: datetime) -> Accepted:
    """Check one upload, write it anew without what it hides, keep it durably.

    The stored file bears the day of ``at`` as its time, and no finer one: the time of
    a file must not tell when somebody sat at the keyboard. Raises Invalid (wrong type,
    broken, locked), TooLarge, or Busy (disk full, machine full), with the file's name
    in the sentence.
    """
    shown = shown_name(upload.name or "")
    try:
        return _accept(upload, shown, at)
    except (Invalid, TooLarge) as refused:
        raise type(refused)(f"{shown}: {refused.message}") from refused


def _accept(upload: "File[Any]", shown: str, at: datetime) -> Accepted:
    size = upload.size or 0
    if size > MAX_BYTES:
        raise TooLarge(gettext("Berkas ini lebih dari 10 MB. Perkecil lalu coba lagi."))
    if size == 0:
        raise Invalid(gettext("Berkas ini kosong. Pilih berkas lain."))
    with durable.full_disk_is_busy(), _incoming() as draft, _raw(upload) as raw:
        kind = _type(raw, shown)
        with open(draft, "xb", opener=_private) as target:
            outcome = sandbox.rework(kind.kind, raw, target)
        with draft.open("rb") as done:
            sha256 = hashlib.file_digest(done, "sha256").digest()
        size = draft.stat().st_size
        if size == 0:
            raise Invalid(gettext("Berkas ini rusak. Simpan ulang lalu unggah lagi."))
        day = at.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
        os.utime(draft, (day, day))
        key = new_media_key()
        durable.adopt(draft, path(key))
    name = shown_name(shown, kind.extension)
    return Accepted(key, sha256, size, kind.media_type, name, outcome.findings)


def _type(raw: BinaryIO, shown: str) -> signatures.Type:
    """Return the type by content when the name agrees. Raises Invalid."""
    head = raw.read(signatures.HEAD)
    raw.seek(0)
    found = signatures.recognise(head)
    if found is None:
        raise Invalid(_refusal(head))
    if not signatures.agrees(shown, found.kind):
        raise Invalid(
            gettext(
                "Isi berkas ini tidak sesuai dengan akhiran namanya: isinya %(kind)s. "
                "Perbaiki namanya atau pilih berkas lain."
            )
            % {"kind": found.extension.upper()}
        )
    return found


def _refusal(head: bytes) -> str:
    taken = gettext(
        "Kami menerima foto (JPG, PNG, WebP), PDF, dan video (MP4, 3GP, MOV)."
    )
    if signatures.is_heic(head):
        return gettext(
            "Foto HEIC dari iPhone belum dapat diterima. Ubah menjadi JPG (Setelan, "
            "Kamera, Format, Paling Kompatibel) lalu unggah lagi."
        )
    guess = signatures.guess(head)
    if not guess:
        return gettext("Jenis berkas ini tidak dapat diterima.") + " " + taken
    return (
        gettext("Jenis berkas ini (%(kind)s) tidak dapat diterima.") % {"kind": guess}
        + " "
        + taken
    )


@contextmanager
def _raw(upload: "File[Any]") -> Iterator[BinaryIO]:
    """Yield the upload as a real file at its start, copied in pieces.

    Stops above the limit, whatever size was announced.
    """
    with tempfile.TemporaryFile(dir=_root() / _INCOMING) as raw:
        total = 0
        for chunk in upload.chunks(_CHUNK):
            total += len(chunk)
            if total > MAX_BYTES:
                raise TooLarge(
                    gettext("Berkas ini lebih dari 10 MB. Perkecil lalu coba lagi.")
                )
            raw.write(_as_bytes(chunk))
        raw.flush()
        raw.seek(0)
        yield cast(BinaryIO, raw)


@contextmanager
def _incoming() -> Iterator[Path]:
    """Yield the path of a draft; whatever is still there at the end is removed."""
    folder = _root() / _INCOMING
    durable.make_folder(folder)
    draft = folder / secrets.token_hex(16)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def path(key: str) -> Path:
    """Return where the file of this key lies. Raises NotFound for what is no key."""
    if not _KEY.fullmatch(key):
        raise NotFound(gettext("Berkas ini tidak ada."))
    return _root() / key


def open_file(key: str) -> IO[bytes]:
    """Open a stored file for reading. Raises NotFound."""
    try:
        return path(key).open("rb")
    except OSError:
        raise NotFound(gettext("Berkas ini tidak ada.")) from None


def twin(file: Accepted) -> Accepted:
    """Return the same content under a key of its own: each row owns its file.

    Both names lead to the same bytes on the disk; dropping one leaves the other.
    """
    key = new_media_key()
    target = path(key)
    with durable.full_disk_is_busy():
        durable.make_folder(target.parent)
        os.link(path(file.key), target)
        durable.sync_folder(target.parent)
    return replace(file, key=key)


def stored_before(moment: datetime) -> Iterator[str]:
    """Return the keys of the files that were certainly stored before a moment.

    A file bears the beginning of its day, so it counts as stored at the end of it:
    one whose row is just being written is never among them.
    """
    edge = (moment - DAY).timestamp()
    for file in _root().glob("??/??/*"):
        key = file.relative_to(_root()).as_posix()
        with suppress(FileNotFoundError):  # removed meanwhile
            if _KEY.fullmatch(key) and file.stat().st_mtime <= edge:
                yield key


def drop_drafts(*, at: datetime) -> int:
    """Remove what a killed process left half written a day ago; return how many."""
    edge = (at - DAY).timestamp()
    dropped = 0
    for draft in (_root() / _INCOMING).glob("*"):
        with suppress(FileNotFoundError):
            if draft.stat().st_mtime < edge:
                draft.unlink()
                dropped += 1
    return dropped


def discard(keys: Iterable[str]) -> None:
    """Remove stored files that nothing refers to; missing ones are no error."""
    for key in keys:
        path(key).unlink(missing_ok=True)


def shown_name(name: str, extension: str = "") -> str:
    """Return a file name that is safe to show and to offer for saving.

    Only the last part of a path; without signs that shells, headers or markup read.
    ``extension`` replaces the one given, so that the name tells the truth.
    """
    last = name[-1000:].replace("\\", "/").rpartition("/")[2]
    plain = text.clean(last, max_length=1000)
    plain = "".join(char for char in plain if char not in "\"'<>|:*?;&$`%\t").strip(
        " ."
    )
    stem, dot, old = plain.rpartition(".")
    if not (stem and dot):
        stem, old = plain, ""
    ending = extension or old[:10]
    stem = stem[: LONGEST_NAME - 11].strip(" .") or "berkas"
    return f"{stem}.{ending}" if ending else stem


def attachment_headers(media_type: str, shown: str) -> dict[str, str]:
    """Return the headers with which a foreign file is served.

    Saved, not opened; its type not guessed; without any right if opened all the same;
    not to be embedded by other sites and not kept by caches on the way.
    """
    return {
        "Content-Type": media_type,
        "Content-Disposition": content_disposition_header(True, shown) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
    }


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _root() -> Path:
    return Path(settings.MEDIA_ROOT)


def _as_bytes(chunk: bytes | str) -> bytes:
    return chunk.encode() if isinstance(chunk, str) else chunk
