import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lapor.domain.accounts.rules import Role
from lapor.domain.ledger.queries import history_of
from lapor.domain.monev.actions import filling
from lapor.domain.monev.models import Evidence, Sheet
from lapor.domain.monev.rules.words import SheetState, Tier
from lapor.kernel import files, scanner, uploads
from lapor.kernel.errors import Invalid, NotAllowedNow, NotPermitted, TooLarge
from tests.factories.accounts import make_officer
from tests.factories.deadlines import local
from tests.factories.files import EICAR, photo, upload
from tests.factories.monev import NOW, make_corner, make_round

pytestmark = pytest.mark.django_db


class Desk:
    """A sheet with those who fill and sign it."""

    def __init__(self, tier: Tier = Tier.MESO_TERRITORY):
        self.corner = make_corner(tier)
        self.round = make_round(tier, self.corner.assessor, self.corner.subject)
        self.sheet: Sheet = self.round.sheets.get()
        home = self.corner.subject.agency
        self.admin = make_officer(Role.AGENCY_ADMIN, home)
        self.leader = make_officer(Role.LEADER, home)

    def save(self, key: str, value: int | None, **more: object) -> object:
        more = {"by": self.admin, "at": NOW} | more
        return filling.save_value(self.sheet, key=key, value=value, **more)

    def attach(self, key: str, *content: SimpleUploadedFile) -> list[Evidence]:
        return filling.add_evidence(
            self.sheet, key=key, uploads=content, by=self.admin, at=NOW
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


def value_of(desk: Desk, key: str) -> int | None:
    return desk.sheet.items.get(key=key).value


class TestSaveValue:
    def test_keeps_what_was_typed_and_writes_one_fact(self, desk):
        desk.save("budget_line", 3, note_text="DPA 2026")
        desk.save("budget_line", 3, note_text="DPA 2026")

        facts = history_of(desk.round.ref)
        assert value_of(desk, "budget_line") == 3
        assert [fact.fact for fact in facts] == ["sheet.filled"]
        assert "DPA" not in str(facts[0].data)

    @pytest.mark.parametrize("value", [-1, 5, 400])
    def test_refuses_a_score_out_of_range_and_loses_nothing(self, desk, value):
        desk.save("budget_line", 3)

        with pytest.raises(Invalid, match="antara 0 dan 4") as refusal:
            desk.save("budget_line", value)

        assert "budget_line" in refusal.value.fields
        assert value_of(desk, "budget_line") == 3

    def test_refuses_strangers(self, desk):
        with pytest.raises(NotPermitted, match=desk.corner.subject.name):
            desk.save(
                "budget_line",
                3,
                by=make_officer(Role.AGENCY_ADMIN, Desk().corner.subject),
            )

    def test_after_the_last_day_says_so_and_keeps_what_was_there(self, desk):
        desk.save("budget_line", 3)

        with pytest.raises(NotAllowedNow, match="berakhir 2026-08-17"):
            desk.save("budget_line", 4, at=local("2026-08-18 08:00"))

        assert value_of(desk, "budget_line") == 3

    def test_is_open_until_midnight_of_the_last_day(self, desk):
        desk.save("budget_line", 2, at=local("2026-08-17 23:59"))

        assert value_of(desk, "budget_line") == 2


class TestAddEvidence:
    def test_keeps_files_under_random_keys(self, desk):
        (found,) = desk.attach("budget_line", upload("dpa.jpg", photo()))

        assert files.path(found.key).exists()
        assert found.shown_name == "dpa.jpg"
        assert found.is_open

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("surat.exe", b"MZ" + bytes(200), "tidak dapat diterima"),
            ("kosong.pdf", b"", "kosong"),
            ("rusak.pdf", b"%PDF-1.7\nrusak", "rusak"),
        ],
    )
    def test_refuses_what_is_no_evidence_with_its_name(
        self, desk, name, content, sentence
    ):
        desk.save("budget_line", 3, note_text="Lihat DPA")

        with pytest.raises(Invalid, match=rf"{name}: .*{sentence}"):
            desk.attach("budget_line", upload(name, content))

        assert value_of(desk, "budget_line") == 3
        assert not Evidence.objects.exists()

    def test_refuses_two_gigabytes_without_reading_them(self, desk):
        huge = uploads.Oversize(None, "video.mp4", "video/mp4", 2 * 1024**3)

        with pytest.raises(TooLarge, match=r"video.mp4: .*10 MB"):
            desk.attach("budget_line", huge)

    def test_refuses_a_virus_and_leaves_no_file(self, desk, monkeypatch, settings):
        settings.LAPOR_CLAMD = "127.0.0.1:1"
        verdict = scanner.Verdict.INFECTED
        monkeypatch.setattr(scanner, "scan", lambda key: verdict)
        before = sorted(files._root().glob("??/??/*"))

        with pytest.raises(Invalid, match=r"dpa.jpg: .*virus"):
            desk.attach("budget_line", upload("dpa.jpg", photo() + EICAR))

        assert sorted(files._root().glob("??/??/*")) == before
        assert not Evidence.objects.exists()

    def test_a_file_nobody_could_scan_waits_and_is_scanned_later(
        self, desk, monkeypatch, settings
    ):
        settings.LAPOR_CLAMD = "127.0.0.1:1"
        (found,) = desk.attach("budget_line", upload("dpa.jpg", photo()))
        assert not found.is_open
        monkeypatch.setattr(scanner, "scan", lambda key: scanner.Verdict.CLEAN)

        judged = filling.scan_evidence(at=NOW)

        found.refresh_from_db()
        assert judged == 1
        assert found.is_open

    def test_takes_five_files_for_an_item_and_no_more(self, desk):
        desk.attach("budget_line", *(upload(f"{n}.jpg", photo()) for n in range(5)))

        with pytest.raises(Invalid, match="sudah ada 5"):
            desk.attach("budget_line", upload("6.jpg", photo()))


class TestSubmitSheet:
    def test_names_every_item_without_value_or_without_evidence(self, desk):
        desk.sheet.items.update(value=0)
        desk.save("budget_line", 3)
        desk.save("media", None)

        with pytest.raises(Invalid, match="2 butir") as refusal:
            filling.submit_sheet(desk.sheet, by=desk.leader, at=NOW)

        assert refusal.value.fields.keys() == {"budget_line", "media"}
        assert "belum ada buktinya" in refusal.value.fields["budget_line"]
        assert value_of(desk, "budget_line") == 3

    def test_is_signed_by_the_leader_over_the_content(self, desk):
        desk.sheet.items.update(value=0)
        desk.save("budget_line", 3)
        desk.attach("budget_line", upload("dpa.jpg", photo()))

        filling.submit_sheet(desk.sheet, by=desk.leader, at=NOW)

        desk.sheet.refresh_from_db()
        signature = desk.sheet.signatures.get()
        assert desk.sheet.state == SheetState.SUBMITTED
        assert (signature.user, signature.role) == (desk.leader, Role.LEADER)
        assert len(signature.content_hash) == 64

    def test_is_not_for_the_admin(self, desk):
        desk.sheet.items.update(value=0)

        with pytest.raises(NotPermitted):
            filling.submit_sheet(desk.sheet, by=desk.admin, at=NOW)

    def test_counts_an_infected_file_as_none(self, desk):
        desk.sheet.items.update(value=0)
        desk.save("budget_line", 3)
        (found,) = desk.attach("budget_line", upload("dpa.jpg", photo()))
        Evidence.objects.filter(pk=found.pk).update(scan="infected")

        assert filling.missing(desk.sheet).keys() == {"budget_line"}

    def test_a_signed_sheet_changes_no_more(self, desk):
        desk.sheet.items.update(value=0)
        filling.submit_sheet(desk.sheet, by=desk.leader, at=NOW)

        with pytest.raises(NotAllowedNow, match="Diajukan"):
            desk.save("budget_line", 4)
