"""The life of an audit report (laporan hasil monev, LHM); pure."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from lapor.kernel.enums import Labelled, noop


class AuditState(Labelled):
    """Where an audit report stands."""

    DRAFT = "draft", noop("Rancangan")
    RESPONDING = "responding", noop("Menunggu tanggapan")
    SIGNED = "signed", noop("Ditandatangani")


class AuditAct(Labelled):
    """What may be done with an audit report."""

    WRITE = "write", noop("Menulis")
    SEND = "send", noop("Minta tanggapan")
    TAKE_BACK = "take_back", noop("Tarik kembali untuk diperbaiki")
    RESPOND = "respond", noop("Menanggapi temuan")
    SIGN = "sign", noop("Tandatangani")


class AuditStep(NamedTuple):
    """From which states an act is possible, and where it leads (None: it stays)."""

    sources: frozenset[AuditState]
    target: AuditState | None


AUDIT_LIFE: Final[Mapping[AuditAct, AuditStep]] = MappingProxyType(
    {
        AuditAct.WRITE: AuditStep(frozenset({AuditState.DRAFT}), None),
        AuditAct.SEND: AuditStep(frozenset({AuditState.DRAFT}), AuditState.RESPONDING),
        AuditAct.TAKE_BACK: AuditStep(
            frozenset({AuditState.RESPONDING}), AuditState.DRAFT
        ),
        AuditAct.RESPOND: AuditStep(frozenset({AuditState.RESPONDING}), None),
        AuditAct.SIGN: AuditStep(frozenset({AuditState.RESPONDING}), AuditState.SIGNED),
    }
)
"""An auditor asks for the response before he signs, also when he found nothing."""

#: What a reader of the report needs; all of it before anybody is asked to respond.
REPORT_PARTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "basis": noop("Dasar pemeriksaan"),
        "scope": noop("Ruang lingkup"),
        "method": noop("Metode"),
    }
)
#: The five parts of a finding, as auditors write it (domain §12.11).
FINDING_PARTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "condition": noop("Kondisi"),
        "criteria": noop("Kriteria"),
        "cause": noop("Sebab"),
        "effect": noop("Akibat"),
        "recommendation": noop("Rekomendasi"),
    }
)
WITHOUT_PART: Final = noop("Bagian ini belum ditulis.")


def possible_acts(state: AuditState) -> tuple[AuditAct, ...]:
    """Return what may be done in a state, in the order of the buttons."""
    return tuple(act for act, step in AUDIT_LIFE.items() if state in step.sources)


def unwritten(parts: Mapping[str, str], needed: Mapping[str, str]) -> Sequence[str]:
    """Return the names of needed parts that are empty, in their order.

    >>> unwritten({"basis": "PP 60/2008", "scope": " "}, REPORT_PARTS)
    ['scope', 'method']
    """
    return [name for name in needed if not parts.get(name, "").strip()]
