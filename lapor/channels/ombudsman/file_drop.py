"""The file-drop: a folder that both sides see, for example over SFTP.

``out/`` holds packages and withdrawals, ``status/`` the signed notices of the other
side, ``done/`` what was read. A name appears when its file is whole.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from lapor.channels.ombudsman.parcel import Parcel
from lapor.channels.transport import Refused, Unreachable
from lapor.kernel import durable
from lapor.kernel.errors import Busy

LARGEST_NOTICE: Final = 64 * 1024


class Dropped(NamedTuple):
    """A notice as it lay in the folder: headers, body, and its file."""

    headers: dict[str, str]
    body: bytes
    file: Path


class FileDrop:
    """Writes whole files and reads notices; knows no network."""

    def __init__(self, folder: Path) -> None:
        """``folder`` must exist: a missing mount must not be made up."""
        self.folder = folder

    def hand_over(self, parcel: Parcel) -> str:
        """Put the package into ``out/``. A package in the clear is never dropped."""
        if not parcel.is_locked:
            raise Refused(
                _("Isi LAPOR_OMBUDSMAN_CERT: paket terbuka tidak ditaruh di folder.")
            )
        self._write(parcel.name, parcel.content)
        return ""

    def take_back(self, number: str) -> None:
        """Put a withdrawal into ``out/`` and remove the package if it still lies."""
        for left in (self.folder / "out").glob(f"{number}-*.zip*"):
            left.unlink(missing_ok=True)
        note = {"handover": number, "event": "consent_withdrawn"}
        self._write(f"{number}-withdrawn.json", json.dumps(note).encode())

    def notices(self) -> Iterator[Dropped]:
        """Yield what the other side has put into ``status/``, oldest name first."""
        for file in sorted((self.folder / "status").glob("*.json")):
            if file.stat().st_size > LARGEST_NOTICE:
                continue
            try:
                given = json.loads(file.read_bytes())
                headers = {str(k).lower(): str(v) for k, v in given["headers"].items()}
                yield Dropped(headers, str(given["body"]).encode(), file)
            except (ValueError, KeyError, TypeError, AttributeError):
                self.put_away(file, is_good=False)

    def put_away(self, file: Path, *, is_good: bool) -> None:
        """Move a notice out of the way: into ``done/`` or ``odd/``."""
        target = self.folder / ("done" if is_good else "odd")
        durable.make_folder(target)
        file.replace(target / file.name)

    def _write(self, name: str, content: bytes) -> None:
        if not self.folder.is_dir():
            raise Unreachable(_("Folder serah terima Ombudsman tidak terpasang."))
        try:
            durable.write(self.folder / "out" / name, [content])
        except (OSError, Busy) as error:
            raise Unreachable(str(error)) from error
