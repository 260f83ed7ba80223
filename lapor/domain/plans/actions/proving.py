"""Keeping files that prove something: all of them or none."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

from django.core.files.base import File
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.deadlines.rules import local_day
from lapor.domain.organisations.models import Organisation
from lapor.domain.plans.models import Proof
from lapor.kernel import files, scanner, text
from lapor.kernel.errors import Invalid

LONGEST: Final = 4_000  # characters of a text that somebody types
MOST_FILES: Final = 5


@contextmanager
def accepted(
    uploads: "Sequence[File[Any]]", *, at: datetime
) -> Iterator[list[tuple[files.Accepted, str]]]:
    """Yield the stored files with their scan; drop them when what follows fails.

    Raises Invalid (wrong type, broken, infected), TooLarge or Busy, with the name.
    """
    stored = files.accept_all(uploads, at=at)
    try:
        yield [(file, _verdict(file)) for file in stored]
    except BaseException:
        files.discard(file.key for file in stored)
        raise


def keep(
    stored: list[tuple[files.Accepted, str]], *, by: User, at: datetime, **owner: Any
) -> list[Proof]:
    """Write the rows of stored files; ``owner`` names what they prove."""
    there = Proof.objects.filter(**owner).count()
    if there + len(stored) > MOST_FILES:
        why = _("Paling banyak %(most)d berkas bukti; sudah ada %(there)d.") % {
            "most": MOST_FILES,
            "there": there,
        }
        raise Invalid(why, fields={"uploads": why})
    return Proof.objects.bulk_create(
        Proof(
            key=file.key,
            shown_name=file.shown_name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256.hex(),
            scan=scan,
            added_by=by.actor.ref,
            added_at=at,
            **owner,
        )
        for file, scan in stored
    )


def words(raw: str, *, field: str, missing: str = "", longest: int = LONGEST) -> str:
    """Return typed text made safe; when ``missing`` is a sentence, it must be there."""
    plain = text.clean(raw, max_length=longest, multiline=longest > 300)
    if missing and not plain:
        raise Invalid(missing, fields={field: missing})
    return plain


def today(at: datetime, organisation: Organisation) -> date:
    """Return the day on the wall of an organisation."""
    return local_day(at, organisation.zone)


def _verdict(file: files.Accepted) -> str:
    """Ask the scanner at once; what it cannot judge waits. Raises Invalid."""
    if not scanner.is_configured():
        return "off"
    verdict = scanner.scan(file.key)
    if verdict == scanner.Verdict.INFECTED:
        raise Invalid(
            _(
                "%(name)s: berkas ini mengandung virus dan tidak disimpan. Bersihkan "
                "komputer Anda, lalu unggah berkas lain."
            )
            % {"name": file.shown_name}
        )
    return "waiting" if verdict == scanner.Verdict.UNKNOWN else "clean"
