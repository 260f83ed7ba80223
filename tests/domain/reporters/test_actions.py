"""The vault: what goes in comes out for those who leave a trace, and for no thief."""

import base64
import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, connection, models, transaction

from lapor.domain.ledger.models import Entry
from lapor.domain.reporters import actions, queries
from lapor.domain.reporters.actions import Kept
from lapor.domain.reporters.models import ContactIndex, Identity
from lapor.domain.reporters.rules import Person, Shredding
from lapor.kernel.actor import REPORTER, SYSTEM, Actor
from lapor.kernel.crypto import CannotOpen
from lapor.kernel.errors import Invalid, NotFound
from lapor.kernel.keyring import KeyMissing, keyring
from tests.factories.reporters import person

AT = datetime(2024, 5, 17, 3, tzinfo=UTC)
NUMBER = "7K2M-P042-QRX"
OFFICER = Actor("user:12")


def keep(number=NUMBER, who=None, *, is_anonymous=False, kept_until=None):
    actions.keep_identity(
        case_number=number,
        person=who or person(),
        is_anonymous=is_anonymous,
        by=REPORTER,
        at=AT,
        kept_until=kept_until,
    )


def look(number=NUMBER, reason="contact"):
    return actions.look_at_identity(
        case_number=number, by=OFFICER, at=AT, reason=reason
    )


@pytest.mark.django_db
class TestKeep:
    """keep_identity() …"""

    def test_gives_back_the_person_cleaned(self):
        keep(who=replace(person(), phone="0812 0000 0001"))

        assert look() == person()

    def test_keeps_a_part_only(self):
        keep(who=Person(email="ani@contoh.id"))

        assert look() == Person(email="ani@contoh.id")

    def test_refuses_wrong_parts_and_keeps_nothing(self):
        with pytest.raises(Invalid) as refused:
            keep(who=Person(phone="x"))

        assert list(refused.value.fields) == ["phone"]
        assert not Identity.objects.exists()

    def test_a_second_time_for_one_case_fails(self):
        keep()

        with pytest.raises(IntegrityError), transaction.atomic():
            keep()

    def test_indexes_an_open_reporter_and_no_anonymous_one(self):
        keep("1111-1111-111")
        keep("2222-2222-222", is_anonymous=True)

        handles = {bytes(row.handle) for row in ContactIndex.objects.all()}
        assert handles == {queries.handle_of("1111-1111-111")}
        assert ContactIndex.objects.count() == 2

    def test_makes_boxes_of_one_size_for_long_and_short_names(self):
        keep("1111-1111-111", Person(name="A"))
        keep("2222-2222-222", Person(name="Raden Mas " * 9))

        assert len({len(row.sealed) for row in Identity.objects.all()}) == 1

    def test_costs_two_queries(self, django_assert_num_queries):
        with transaction.atomic(), django_assert_num_queries(2):
            keep()

    def test_disappears_with_the_transaction_around_it(self):
        with transaction.atomic():
            keep()
            transaction.set_rollback(True)

        assert not queries.has_identity(NUMBER)


@pytest.mark.django_db
class TestLook:
    """look_at_identity() …"""

    def test_writes_down_who_looked_and_why_but_not_at_whom(self):
        keep()

        look()

        entry = Entry.objects.get(fact="identity.viewed")
        assert (entry.subject, entry.actor) == (f"case:{NUMBER}", "user:12")
        assert entry.data == {"reason": "contact"}

    def test_every_time(self):
        keep()

        look()
        look()

        assert Entry.objects.filter(fact="identity.viewed").count() == 2

    def test_refuses_a_reason_in_free_words(self):
        keep()

        with pytest.raises(Invalid):
            look(reason="mau tahu siapa Siti Aminah")

        assert not Entry.objects.exists()

    def test_finds_nothing_where_nothing_is_kept(self):
        with pytest.raises(NotFound):
            look()

    def test_shows_nothing_when_the_trace_cannot_be_written(self, monkeypatch):
        keep()

        def broken(*args, **kwargs):
            raise OSError("disk")

        monkeypatch.setattr(actions, "record", broken)
        monkeypatch.setattr(actions, "_opened", lambda identity: pytest.fail("opened"))

        with pytest.raises(OSError, match="disk"):
            look()

    def test_names_the_missing_key_and_keeps_the_trace(self, settings, tmp_path):
        keep()
        pepper = keyring().folder / "pepper"
        (tmp_path / "pepper").write_bytes(pepper.read_bytes())
        settings.LAPOR_KEYS = tmp_path

        with pytest.raises(KeyMissing, match="cadangan"):
            look()

        assert Entry.objects.filter(fact="identity.viewed").exists()

    def test_does_not_open_a_box_put_into_another_row(self):
        keep("1111-1111-111", person(1))
        keep("2222-2222-222", person(2))
        stolen = Identity.objects.get(handle=queries.handle_of("1111-1111-111"))
        Identity.objects.filter(handle=queries.handle_of("2222-2222-222")).update(
            key_id=stolen.key_id, wrapped_key=stolen.wrapped_key, sealed=stolen.sealed
        )

        with pytest.raises(CannotOpen):
            look("2222-2222-222")


@pytest.mark.django_db
class TestOrderOfALook:
    """look_at_identity(), step by step, …"""

    def test_commits_its_trace_before_it_opens(self, monkeypatch):
        keep()
        steps = []
        record, opened = actions.record, actions._opened

        class Atomic(transaction.Atomic):
            def __exit__(self, *error):
                super().__exit__(*error)
                steps.append("committed")

        def outermost(*, durable):
            assert durable  # Django itself then refuses to run inside another
            steps.append("begun")
            return Atomic(None, savepoint=True, durable=False)

        def noted(*args, **kwargs):
            steps.append("recorded")
            return record(*args, **kwargs)

        def watched(identity):
            steps.append("opened")
            return opened(identity)

        monkeypatch.setattr(actions.transaction, "atomic", outermost)
        monkeypatch.setattr(actions, "record", noted)
        monkeypatch.setattr(actions, "_opened", watched)

        assert look() == person()

        assert steps == ["begun", "recorded", "committed", "opened"]


@pytest.mark.django_db
class TestCorrect:
    """correct_identity() …"""

    def correct(self, who, *, is_anonymous=False):
        actions.correct_identity(
            case_number=NUMBER,
            person=who,
            is_anonymous=is_anonymous,
            by=REPORTER,
            at=AT,
        )

    def test_replaces_person_and_contacts(self):
        keep()

        self.correct(person(2))

        assert look() == person(2)
        assert queries.case_handles_by_contact(person(1).phone) == set()
        assert queries.case_handles_by_contact(person(2).phone)

    def test_writes_down_which_parts_are_given_and_not_what(self):
        keep()

        self.correct(Person(name="Siti", email="siti@contoh.id"))

        entry = Entry.objects.get(fact="identity.corrected")
        assert entry.data == {"given": ["name", "email"]}

    def test_of_an_anonymous_one_leaves_no_contact(self):
        keep(is_anonymous=True)

        self.correct(person(2), is_anonymous=True)

        assert not ContactIndex.objects.exists()

    def test_needs_something_to_correct(self):
        with pytest.raises(NotFound):
            self.correct(person(2))


@pytest.mark.django_db
class TestHideContact:
    """hide_contact() …"""

    def test_takes_the_reporter_out_of_the_search_and_keeps_the_identity(self):
        keep()

        actions.hide_contact(case_number=NUMBER, by=OFFICER, at=AT)

        assert queries.case_handles_by_contact(person().phone) == set()
        assert look() == person()


@pytest.mark.django_db
class TestShred:
    """shred() …"""

    def test_leaves_nothing_to_open_and_says_so(self):
        keep()

        actions.shred(case_number=NUMBER, by=OFFICER, at=AT)

        row = Identity.objects.get()
        assert (row.key_id, bytes(row.wrapped_key), bytes(row.sealed)) == ("", b"", b"")
        assert not ContactIndex.objects.exists()
        assert Entry.objects.get().data == {"reason": "request"}
        with pytest.raises(NotFound):
            look()

    def test_a_second_time_finds_nothing(self):
        keep()
        actions.shred(case_number=NUMBER, by=OFFICER, at=AT)

        with pytest.raises(NotFound):
            actions.shred(case_number=NUMBER, by=OFFICER, at=AT)

    def test_when_the_time_is_over_takes_those_only(self):
        keep("1111-1111-111", kept_until=date(2024, 5, 16))
        keep("2222-2222-222", kept_until=date(2024, 6, 1))

        counts = [
            actions.shred_ended(on=date(2024, 5, 17), by=SYSTEM, at=AT)
            for _ in range(2)
        ]

        entry = Entry.objects.get(fact="identity.shredded")
        assert counts == [1, 0]
        assert entry.subject == "case:1111-1111-111"
        assert entry.data == {"reason": Shredding.EXPIRED}
        assert queries.has_identity("2222-2222-222")


@pytest.mark.django_db
class TestRewrap:
    """rewrap_identities() …"""

    def test_moves_all_boxes_to_the_new_key(self, settings, tmp_path):
        settings.LAPOR_KEYS = tmp_path
        actions.keep_many(
            [Kept(f"{n:04d}-0000-000", person(n), False) for n in range(20)],
            by=SYSTEM,
            at=AT,
        )
        keep()
        actions.shred(case_number=NUMBER, by=SYSTEM, at=AT)
        newest = keyring().rotate()

        told: list[int] = []
        moved = actions.rewrap_identities(told.append)

        (tmp_path / "kek-1").unlink()
        assert (moved, told) == (20, [20])
        assert set(Identity.objects.values_list("key_id", flat=True)) == {newest, ""}
        assert look("0007-0000-000") == person(7)

    def test_a_second_time_moves_nothing(self, settings, tmp_path):
        settings.LAPOR_KEYS = tmp_path
        keep()

        assert actions.rewrap_identities() == 0


@pytest.mark.django_db
class TestThief:
    """Who steals the database without the keys …"""

    PEOPLE = 200

    def dump(self):
        """Return every table as its text and every binary column as raw bytes."""
        parts = []
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT t, t::text FROM "{table}" t')
                parts += [repr(row).encode() for row in cursor.fetchall()]
        for model in (Identity, ContactIndex):
            for row in model.objects.all():
                parts += [
                    bytes(value)
                    for value in vars(row).values()
                    if isinstance(value, bytes | memoryview)
                ]
        return b"\n".join(parts)

    def disguises(self, value):
        """Return the ways in which a plain value might lie in a dump."""
        raw = value.encode()
        return {
            "plain": raw,
            "small": raw.lower(),
            "hex": raw.hex().encode(),
            "base64": base64.b64encode(raw).rstrip(b"=")[:-1],
            "sha256": hashlib.sha256(raw).digest(),
            "sha256 hex": hashlib.sha256(raw).hexdigest().encode(),
            "md5": hashlib.md5(raw).digest(),
            "md5 hex": hashlib.md5(raw).hexdigest().encode(),
            "sha1 hex": hashlib.sha1(raw).hexdigest().encode(),
        }

    def keep_and_use(self):
        kept = [
            Kept(f"{n:04d}-0000-000", person(n), n % 2 == 0) for n in range(self.PEOPLE)
        ]
        actions.keep_many(kept, by=REPORTER, at=AT)
        look("0001-0000-000")
        actions.correct_identity(
            case_number="0003-0000-000",
            person=person(3),
            is_anonymous=False,
            by=REPORTER,
            at=AT,
        )

    def test_finds_none_of_the_planted_people_in_any_disguise(self):
        self.keep_and_use()

        dump = self.dump()

        found = [
            (n, part, disguise)
            for n in range(self.PEOPLE)
            for part in ("name", "email", "phone", "address", "nik")
            for value in (
                getattr(person(n), part),
                getattr(person(n), part).lstrip("+"),
            )
            for disguise, sought in self.disguises(value).items()
            if sought in dump
        ]
        assert found == []
        assert b"ZZCANARY" not in dump.upper()

    def test_would_find_a_person_that_lay_open(self):
        self.keep_and_use()
        Entry.objects.create(
            fact="x", subject="x", actor="x", happened_at=AT, data={"a": person(5).nik}
        )

        dump = self.dump()

        assert self.disguises(person(5).nik)["plain"] in dump

    def test_cannot_go_from_an_identity_to_its_case(self):
        self.keep_and_use()

        numbers = [f"{n:04d}-0000-000" for n in range(self.PEOPLE)]
        handles = {bytes(row.handle) for row in Identity.objects.all()}

        for number in numbers:
            raw = number.encode()
            plain = raw.replace(b"-", b"")
            assert not handles & {
                hashlib.sha256(raw).digest(),
                hashlib.sha256(plain).digest(),
                hashlib.sha256(b"identity:" + raw).digest(),
                raw.ljust(32, b"\0"),
            }

    @pytest.mark.parametrize("model", [Identity, ContactIndex])
    def test_sees_no_link_no_time_and_no_running_number(self, model):
        fields = model._meta.get_fields()

        assert not [field for field in fields if field.is_relation]
        assert not [
            field
            for field in fields
            if isinstance(field, models.DateTimeField | models.AutoField)
        ]
        with pytest.raises(FieldDoesNotExist):
            model._meta.get_field("case")

    def test_cannot_try_telephone_numbers_without_the_keys(self, settings, tmp_path):
        keep()
        settings.LAPOR_KEYS = tmp_path

        assert queries.case_handles_by_contact(person().phone) == set()


def test_retention_is_a_day_and_no_moment():
    assert isinstance(Identity._meta.get_field("kept_until"), models.DateField)
    assert not isinstance(Identity._meta.get_field("kept_until"), models.DateTimeField)
