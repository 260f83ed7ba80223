"""Sweeps: what fails stops nobody behind it."""

import pytest
from django.db import OperationalError

from lapor.kernel.sweeping import one_by_one


class TestOneByOne:
    """one_by_one() …"""

    def test_adds_up_what_was_done(self):
        assert one_by_one([1, 2, 3], lambda row: row) == 6

    def test_goes_on_after_one_that_fails(self, caplog):
        done = []

        def do(row: int) -> bool:
            if row < 3:
                raise ValueError(row)
            done.append(row)
            return True

        assert one_by_one([1, 2, 3, 4], do) == 2
        assert done == [3, 4]
        assert [entry.levelname for entry in caplog.records] == ["ERROR", "ERROR"]

    def test_ends_when_the_database_is_away(self):
        def do(row: int) -> bool:
            raise OperationalError("connection lost")

        with pytest.raises(OperationalError):
            one_by_one([1, 2], do)
