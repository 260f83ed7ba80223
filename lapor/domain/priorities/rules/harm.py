"""Signs of harm in what people write: what they mean for the report (domain §9.9).

Nothing here decides about a case; a sign shows numbers to call, closes the report to
all but few readers, and can be corrected by a person.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from lapor.domain.accounts.rules import Role
from lapor.kernel.enums import Labelled, noop
from lapor.kernel.validity import is_in_force

from .words import compiled, denied, normalised

#: They read a restricted report without being named on its row: the nation decides
#: where it goes, and the Ombudsman has the reporter's own consent.
HARM_READERS: Final = frozenset({Role.NATIONAL_ADMIN, Role.OMBUDSMAN})


class Seriousness(Labelled):
    """What a sign asks for."""

    ADVICE = "advice", noop("Tampilkan nomor darurat")
    RESTRICTED = "restricted", noop("Tampilkan nomor darurat dan batasi pembaca")


class HarmRow(NamedTuple):
    """One kind of harm on the days of its validity (both ends included).

    ``words`` and ``exceptions`` are phrases (see ``words``). ``numbers`` are to be
    called. ``roles`` may read a restricted report when their mandate says so.
    ``by_officials``: the office named by the reporter is the accused one.
    """

    code: str
    name: str
    words: tuple[str, ...]
    exceptions: tuple[str, ...]
    numbers: tuple[str, ...]
    seriousness: Seriousness
    is_urgent: bool
    by_officials: bool
    roles: tuple[str, ...]
    valid_from: date
    valid_until: date | None

    @property
    def is_restricted(self) -> bool:
        """Say whether few may read such a report."""
        return self.seriousness == Seriousness.RESTRICTED


class Advice(NamedTuple):
    """A number to call, and for what."""

    number: str
    purpose: str


PURPOSES: Final = {
    "112": noop("semua keadaan darurat"),
    "110": noop("polisi"),
    "119": noop("ambulans dan pertolongan jiwa"),
    "129": noop("SAPA: perempuan dan anak"),
    "113": noop("pemadam kebakaran"),
    "115": noop("pencarian dan pertolongan"),
}


def harms_found(text: str, rows: Iterable[HarmRow], on: date) -> list[HarmRow]:
    """Return the kinds of harm a text speaks of, the gravest first.

    Restricted kinds come before others, urgent ones before the rest of them.
    """
    plain = normalised(text)
    found = [row for row in rows if is_in_force(row, on) and _speaks_of(plain, row)]
    return sorted(
        found, key=lambda row: (not row.is_restricted, not row.is_urgent, row.code)
    )


def advice_of(rows: Iterable[HarmRow]) -> list[Advice]:
    """Return the numbers of some kinds of harm, each once, in the order of the rows."""
    numbers = dict.fromkeys(number for row in rows for number in row.numbers)
    return [Advice(number, PURPOSES.get(number, "")) for number in numbers]


def _speaks_of(plain: str, row: HarmRow) -> bool:
    wanted, spared = compiled(row.words), compiled(row.exceptions)
    if wanted is None:
        return False
    rest = spared.sub(" ", plain) if spared else plain
    no = denied(row.words)
    if no:
        rest = no.sub(lambda found: found[0] if found[1] else " ", rest)
    return wanted.search(rest) is not None
