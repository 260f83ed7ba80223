import pytest

from lapor.domain.deadlines.actions.changes import next_change
from lapor.domain.deadlines.models import Change


@pytest.mark.django_db
class TestNextChange:
    def test_counts_and_draws_a_new_token(self):
        numbers, tokens = [], set()

        for _ in range(3):
            numbers.append(next_change())
            tokens.add(Change.objects.get().token)

        assert numbers == [1, 2, 3]
        assert len(tokens) == 3
