"""Files that wait for the virus scanner."""

import pytest

from lapor.domain.cases.actions import scan_files
from lapor.domain.cases.models import Attachment, Case
from lapor.domain.ledger.models import Entry
from lapor.kernel import scanner
from lapor.kernel.errors import NotFound
from tests.factories.cases import MONDAY, World, receive

pytestmark = pytest.mark.django_db
NAMES = ("too-large", "lost", "clean", "infected")


@pytest.fixture
def case(world: World) -> Case:
    """A case with four files that wait."""
    case = receive(world)
    Attachment.objects.bulk_create(
        Attachment(
            case=case,
            key=name,
            shown_name=f"{name}.jpg",
            media_type="image/jpeg",
            size=10,
            sha256="0" * 64,
            scan="waiting",
            added_by="reporter",
            added_at=MONDAY,
        )
        for name in NAMES
    )
    return case


def verdict(key: str) -> scanner.Verdict:
    if key == "lost":
        raise NotFound("")
    known = {"clean": scanner.Verdict.CLEAN, "infected": scanner.Verdict.INFECTED}
    return known.get(key, scanner.Verdict.UNKNOWN)


@pytest.fixture
def clamd(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.LAPOR_CLAMD = "127.0.0.1:1"
    monkeypatch.setattr(scanner, "scan", verdict)
    monkeypatch.setattr(scanner, "is_up", lambda: True)


class TestScanFiles:
    """scan_files() …"""

    @pytest.mark.usefixtures("clamd")
    def test_judges_what_lies_behind_files_that_cannot_be_judged(self, case: Case):
        assert scan_files(at=MONDAY) == 2
        assert scan_files(at=MONDAY) == 0

        found = dict(Attachment.objects.values_list("key", "scan"))
        facts = Entry.objects.filter(subject=case.ref, fact="file.scanned")
        assert found == {
            "too-large": "waiting",
            "lost": "waiting",
            "clean": "clean",
            "infected": "infected",
        }
        assert [entry.data["verdict"] for entry in facts.order_by("pk")] == [
            "clean",
            "infected",
        ]

    @pytest.mark.usefixtures("clamd")
    def test_ends_when_the_scanner_is_gone(self, case: Case, monkeypatch):
        monkeypatch.setattr(scanner, "is_up", lambda: False)

        assert scan_files(at=MONDAY) == 0

    def test_without_a_scanner_judges_nothing(self, case: Case, settings):
        settings.LAPOR_CLAMD = ""

        assert scan_files(at=MONDAY) == 0
