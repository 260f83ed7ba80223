"""Invented people; none of them exists."""

from lapor.domain.reporters.rules import Person


def person(number: int = 1) -> Person:
    """Return a complete person, another one for each number."""
    return Person(
        name=f"Zzcanary Siti Aminah {number:04d}",
        email=f"zzcanary.siti{number:04d}@contoh.example.id",
        phone=f"+62812{number:08d}",
        address=f"Gang Kenari Zzcanary {number:04d}",
        nik=f"327301510590{number:04d}",
    )
