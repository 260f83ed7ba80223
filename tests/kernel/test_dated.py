"""Dated rows in the database: which hold on a day, and what is refused of them."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint

from lapor.domain.deadlines.models import Regulation
from lapor.domain.priorities.models import Harm
from lapor.kernel.dated import Dated, in_force, not_ended
from lapor.kernel.errors import Invalid
from lapor.kernel.rows import check, faults_of, filled
from lapor.kernel.validity import is_in_force

FIRST, LAST = date(2025, 3, 1), date(2025, 3, 31)
ONE_DAY = timedelta(days=1)


def kinds() -> list[type[Dated]]:
    return [model for model in apps.get_models() if issubclass(model, Dated)]


@pytest.mark.parametrize("model", kinds(), ids=lambda model: model.__name__)
def test_no_dated_table_lets_a_row_end_before_it_begins(model: type[Dated]) -> None:
    checks = [
        constraint
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
        and "valid_until__gte" in str(constraint.condition)
    ]
    assert len(checks) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("until", [None, LAST])
@pytest.mark.parametrize("on", [FIRST - ONE_DAY, FIRST, LAST, LAST + ONE_DAY])
def test_the_database_and_python_agree(on: date, until: date | None) -> None:
    row = Regulation.objects.create(
        code="uji", title="Uji", valid_from=FIRST, valid_until=until
    )
    mine = Regulation.objects.filter(pk=row.pk)
    assert mine.filter(in_force(on)).exists() is is_in_force(row, on)
    assert mine.filter(not_ended(on)).exists() is (until is None or on <= until)


class TestOrder:
    def test_an_end_before_the_beginning_is_refused_by_its_column(self) -> None:
        row = Regulation(code="uji", title="Uji", valid_from=LAST, valid_until=FIRST)
        with pytest.raises(ValidationError) as refusal:
            row.clean()
        assert list(refusal.value.message_dict) == ["valid_until"]

    @pytest.mark.django_db
    def test_it_is_refused_before_a_range_is_made_of_it(self) -> None:
        row = Harm(code="uji", name="Uji", words=["uji"], seriousness="advice")
        row.valid_from, row.valid_until, row.legal_basis = LAST, FIRST, "Uji"
        assert any(isinstance(c, ExclusionConstraint) for c in Harm._meta.constraints)
        assert list(faults_of(row)) == ["valid_until"]


@pytest.mark.django_db
class TestRows:
    def test_a_row_is_found_by_its_key_and_filled(self) -> None:
        there = Regulation.objects.create(
            code="uji", title="Uji", valid_from=FIRST, valid_until=LAST
        )
        row = filled(Regulation, {"code": "uji"}, {"valid_until": None, "title": None})
        assert (row.pk, row.valid_until, row.title) == (there.pk, None, "Uji")

    def test_a_row_that_is_not_there_is_begun(self) -> None:
        row = filled(Regulation, {"code": "baru"}, {"title": "Baru"})
        assert (row.pk, row.code, row.title) == (None, "baru", "Baru")

    def test_every_fault_is_named_by_its_column(self) -> None:
        row = Regulation(code="uji", title="", valid_from=FIRST)
        with pytest.raises(Invalid) as refusal:
            check(row, "Baris ini salah.")
        assert refusal.value.message == "Baris ini salah."
        assert list(refusal.value.fields) == ["title"]
        check(row, "Baris ini salah.", exclude=["title"])
