"""One case at the desk: the next right thing, asked and done."""

import pytest

from lapor.domain.cases.models import Message
from lapor.domain.cases.rules import State
from lapor.domain.ledger.models import Entry
from lapor.domain.publication import actions as publication
from tests.factories.cases import HOUR, category, make_case, receive
from tests.factories.desk import act, fresh, messages_of, slugs


class TestWhatIsOffered:
    """The page of a case …"""

    @pytest.mark.parametrize(
        ("state", "who", "first"),
        [
            (State.RECEIVED, "admin", "disposisi"),
            (State.RECEIVED, "national", "disposisi"),
            (State.ON_HOLD, "admin", "catatan"),
            (State.DISPATCHED, "liaison", "tindak-lanjut"),
            (State.RETURN_REQUESTED, "national", "setujui-pengembalian"),
            (State.RETURN_REQUESTED, "admin", "catatan"),
            (State.IN_PROGRESS, "liaison", "jawaban-akhir"),
            (State.REPLIED, "liaison", "jawaban-akhir"),
            (State.ANSWERED, "admin", "catatan"),
            (State.CLOSED, "leader", "catatan"),
        ],
    )
    def test_opens_the_likeliest_act_for_state_and_role(
        self, world, as_user, state, who, first
    ):
        case = make_case(world, state)

        page = as_user(world.officers[who]).get(f"/meja/{case.number}/")

        assert page.context["offer"].slug == first

    def test_opens_the_act_that_the_address_asks_for(self, world, as_user):
        case = receive(world)

        page = as_user(world.admin).get(f"/meja/{case.number}/?aksi=arsipkan")

        assert page.context["offer"].slug == "arsipkan"

    def test_offers_nothing_that_would_be_refused(self, world, as_user):
        case = make_case(world, State.DISPATCHED)

        assert "arsipkan" not in slugs(as_user(world.admin), case)
        assert slugs(as_user(world.coordinator), case) == ["catatan", "rapat"]

    def test_is_hidden_from_who_may_not_read_it(self, world, as_user):
        case = receive(world)

        answer = as_user(world.other_admin).get(f"/meja/{case.number}/")

        assert answer.status_code == 404

    def test_leads_a_number_typed_otherwise_to_its_address(self, world, as_user):
        case = receive(world)
        typed = case.number.replace("-", "").lower()

        answer = as_user(world.admin).get(f"/meja/{typed}/")

        assert answer.url == f"/meja/{case.number}/"

    def test_says_why_the_date_is_what_it_is(self, world, as_user):
        case = receive(world)

        page = as_user(world.admin).get(f"/meja/{case.number}/")

        assert "Mengapa tanggal ini" in page.text

    def test_keeps_the_hours_of_an_anonymous_case_to_itself(self, world, as_user):
        case = make_case(world, State.IN_PROGRESS, anonymous=True)

        assert "WIB" not in as_user(world.admin).get(f"/meja/{case.number}/").text

    def test_shows_notes_to_officers(self, world, as_user):
        case = make_case(world, State.DISPATCHED)
        client = as_user(world.admin)
        act(client, case, "catatan", content="Pernah terjadi tahun lalu.")

        assert "Pernah terjadi tahun lalu." in client.get(f"/meja/{case.number}/").text


class TestVerifying:
    """A new report …"""

    def given(self, world, **more: object) -> dict[str, object]:
        return {
            "title": "Lampu jalan padam di Pasar Baru",
            "classification": "complaint_ordinary",
            "group": category().pk,
            "topic": "",
            **more,
        }

    def test_is_verified_and_dispatched_to_a_unit_in_one_step(self, world, as_user):
        case = receive(world)

        answer = act(
            as_user(world.admin),
            case,
            "disposisi",
            **self.given(world, unit=world.unit.pk, note="Segera."),
        )

        done = fresh(case)
        assert answer.url == f"/meja/{case.number}/"
        assert (done.state, done.unit) == (State.DISPATCHED, world.unit)
        assert done.edited_title == "Lampu jalan padam di Pasar Baru"

    def test_is_sent_to_any_agency_by_the_national_admin(self, world, as_user):
        case = receive(world, agency=world.panrb)

        act(
            as_user(world.national),
            case,
            "disposisi",
            **self.given(world, to=world.other.name),
        )

        assert fresh(case).agency == world.other

    def test_asks_which_office_is_meant_and_keeps_what_was_typed(self, world, as_user):
        case = receive(world, agency=world.panrb)

        page = act(
            as_user(world.national),
            case,
            "disposisi",
            **self.given(world, to="Pemerintah", note="Mohon cepat"),
        )

        assert page.status_code == 422
        assert world.other.code in page.text
        assert "Mohon cepat" in page.text

    def test_takes_the_office_that_was_picked(self, world, as_user):
        case = receive(world, agency=world.panrb)
        to = ["Pemerintah", world.other.code]

        act(
            as_user(world.national),
            case,
            "disposisi",
            **self.given(world, to=to, to_for="Pemerintah"),
        )

        assert fresh(case).agency == world.other

    def test_goes_to_the_agency_of_a_unit_that_another_suggests(self, world, as_user):
        case = receive(world, agency=world.panrb)

        act(
            as_user(world.national),
            case,
            "disposisi",
            **self.given(world, to=world.unit.name, note="Segera."),
        )

        done = fresh(case)
        assert (done.agency, done.unit) == (world.regency, None)
        note = done.assignments.get(ended_at=None).note
        assert note == f"Usulan unit kerja: {world.unit.name}. Segera."

    def test_needs_class_and_category(self, world, as_user):
        case = receive(world)

        page = act(as_user(world.admin), case, "disposisi", title="Lampu padam")

        assert {"classification", "group"} <= set(page.context["form"].errors)
        assert fresh(case).state == State.RECEIVED

    def test_shows_the_second_level_without_script(self, world, as_user):
        case = receive(world)
        below = category("Lampu jalan")
        type(below).objects.filter(pk=below.pk).update(parent=category())

        page = as_user(world.admin).post(
            f"/meja/{case.number}/",
            {"aksi": "disposisi", "langkah": "isi", "group": category().pk},
        )

        assert (page.status_code, "Lampu jalan</option>" in page.text) == (200, True)
        assert not page.context["form"].errors

    def test_is_proposed_for_the_public_in_the_same_step(self, world, as_user):
        case = receive(world, content="Lampu padam, hubungi 0812-3456-7890 segera ya.")
        client = as_user(world.admin)
        assert "0812-3456-7890" in client.get(f"/meja/{case.number}/").text

        act(
            client,
            case,
            "disposisi",
            **self.given(world, unit=world.unit.pk, publish="on"),
        )

        copy = fresh(case).publication
        assert "0812" not in copy.content
        assert copy.proposed_by == world.admin.actor.ref

    def test_is_held_with_what_is_missing(self, world, as_user):
        case = receive(world)

        act(
            as_user(world.admin),
            case,
            "tunda",
            missing=["Foto atau bukti"],
            more="Nomor meteran\n\n",
            content="Mohon dilengkapi.",
        )

        line = Message.objects.get(case=case)
        assert fresh(case).state == State.ON_HOLD
        assert line.parameters["missing"] == ["Foto atau bukti", "Nomor meteran"]

    def test_what_is_missing_is_read_in_the_language_of_each(self, world, as_user):
        case = receive(world)
        client = as_user(world.admin)
        client.cookies["django_language"] = "en"

        act(client, case, "tunda", missing=["Foto atau bukti"], content="Mohon.")

        page = client.get(f"/meja/{case.number}/").content.decode()
        assert "Photo or proof" in page
        client.cookies["django_language"] = "id"
        page = client.get(f"/meja/{case.number}/").content.decode()
        assert "Foto atau bukti" in page

    def test_is_not_held_without_saying_what_is_missing(self, world, as_user):
        case = receive(world)

        page = act(as_user(world.admin), case, "tunda", content="Mohon dilengkapi.")

        assert page.status_code == 422
        assert "missing" in page.context["form"].errors

    def test_is_archived_with_advice_after_a_second_press(self, world, as_user):
        case = receive(world)
        client = as_user(world.admin)

        page = act(client, case, "arsipkan", reason="too_general")
        example = page.context["form"]["advice"].value()
        first = fresh(case).state
        act(client, case, "arsipkan", reason="too_general", advice=example)

        assert (first, fresh(case).state) == (State.RECEIVED, State.ARCHIVED)
        assert messages_of(case) == [example]

    def test_is_passed_on_to_who_decides(self, world, as_user):
        case = receive(world)

        answer = act(
            as_user(world.admin),
            case,
            "bukan-wewenang",
            receiver="panrb",
            reason="Jalan nasional.",
            code="other_level",
            suggestion=world.other.name,
        )

        assert answer.url == "/meja/"
        assert fresh(case).agency == world.panrb


class TestTheRest:
    """Every other act …"""

    def test_gives_a_case_to_another_unit_and_back(self, world, as_user):
        case = make_case(world, State.DISPATCHED)

        act(as_user(world.liaison), case, "kembalikan", reason="Bukan tugas kami.")
        given_back = fresh(case).unit
        act(as_user(world.admin), case, "unit", unit=world.unit.pk)

        assert (given_back, fresh(case).unit) == (None, world.unit)

    @pytest.mark.parametrize(
        ("slug", "given", "home"),
        [
            ("setujui-pengembalian", {"to": "Pemerintah Kota Lain"}, "other"),
            ("tolak-pengembalian", {"reason": "Tetap di sini."}, "regency"),
        ],
    )
    def test_decides_whose_a_case_is(self, world, as_user, slug, given, home):
        case = make_case(world, State.DISPATCHED)
        act(
            as_user(world.admin),
            case,
            "minta-dikembalikan",
            reason="Bukan kami.",
            code="other_level",
            basis="UU 23/2014",
        )

        act(as_user(world.national), case, slug, **given)

        assert fresh(case).state == State.DISPATCHED
        assert fresh(case).agency == getattr(world, home)

    def test_shows_what_a_class_does_to_the_due_day_before_saving(self, world, as_user):
        case = make_case(world, State.DISPATCHED)
        client = as_user(world.admin)
        given = {
            "title": case.title,
            "classification": "complaint_oversight",
            "group": category().pk,
        }

        page = act(client, case, "klasifikasi", langkah="pratinjau", **given)
        effect = page.context["preview"]["effect"]
        act(client, case, "klasifikasi", **given)

        assert effect.now < effect.then
        assert fresh(case).completion_due_at == effect.then

    def test_closes_reopens_and_revives(self, world, as_user):
        client = as_user(world.admin)
        answered, archived = (
            make_case(world, State.ANSWERED),
            make_case(world, State.ARCHIVED),
        )

        act(client, answered, "tutup", reason="Pelapor puas lewat telepon.")
        closed = fresh(answered).state
        act(client, answered, "buka-kembali", reason="Lampu padam lagi.")
        act(client, archived, "keluarkan-dari-arsip", reason="Lokasi diketahui.")

        assert closed == State.CLOSED
        assert fresh(answered).state == State.IN_PROGRESS
        assert fresh(archived).state == State.RECEIVED

    def test_merges_by_number_and_takes_apart(self, world, as_user):
        parent, child = receive(world), receive(world)
        client = as_user(world.admin)

        lost = act(client, child, "gabungkan", into="XXXX", reason="Sama.")
        act(client, child, "gabungkan", into=parent.number.lower(), reason="Sama.")
        joined = fresh(child).parent
        act(client, child, "lepas")

        assert "into" in lost.context["form"].errors
        assert (joined, fresh(child).parent) == (parent, None)

    def test_switches_protection_on_and_never_off(self, world, as_user):
        case = receive(world)
        client = as_user(world.admin)

        nothing = act(client, case, "lindungi")
        act(client, case, "lindungi", is_secret="on")
        page = client.get(f"/meja/{case.number}/?aksi=lindungi")

        assert nothing.status_code == 422
        assert fresh(case).is_secret
        assert "is_secret" not in page.context["form"].fields

    def test_makes_a_case_public_by_two_persons(self, world, as_user):
        case = make_case(world, State.DISPATCHED)
        first, second = as_user(world.admin), as_user(world.liaison)

        page = first.get(f"/meja/{case.number}/?aksi=usulkan-tayang")
        start = page.context["form"].initial
        act(
            first,
            case,
            "usulkan-tayang",
            title=start["title"],
            content=start["content"],
        )
        assert "setujui-tayang" not in slugs(first, case)
        act(second, case, "setujui-tayang")
        approved = fresh(case).publication.approved_by
        act(first, case, "batalkan-tayang")

        assert approved == world.liaison.actor.ref
        assert Entry.objects.filter(fact="publication.hidden").exists()

    def test_makes_no_copy_public_that_was_not_read(self, world, as_user):
        case = make_case(world, State.DISPATCHED)
        publication.propose(case, by=world.admin, at=case.updated_at)
        second = as_user(world.liaison)
        page = second.get(f"/meja/{case.number}/?aksi=setujui-tayang")
        read = page.context["form"]["seen"].value()
        publication.hide(fresh(case).publication, by=world.admin, at=case.updated_at)
        publication.propose(
            case, content="Naskah lain.", by=world.admin, at=case.updated_at + HOUR
        )

        late = act(second, case, "setujui-tayang", seen=read)
        now = late.context["form"]["seen"].value()
        hidden = fresh(case).publication.approved_by == ""
        act(second, case, "setujui-tayang", seen=now)

        assert late.status_code == 409
        assert "Naskah lain." in late.content.decode()
        assert hidden
        assert fresh(case).publication.approved_by == world.liaison.actor.ref

    @pytest.mark.parametrize(
        "text", ["\x00", "\ud800", "🙂" * 20_000, "\u202etset", ""]
    )
    def test_takes_odd_texts_with_a_sentence_or_not_at_all(self, world, as_user, text):
        case = make_case(world, State.DISPATCHED)
        raw = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")

        page = act(as_user(world.admin), case, "catatan", content=raw)

        assert page.status_code in {302, 422}
