"""The command that makes the demo country."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from lapor.domain.cases.models import Case
from tests.factories.country import make_country


def run(*options: str) -> str:
    out = io.StringIO()
    call_command("demo", *options, stdout=out)
    return out.getvalue()


class TestDemo:
    """lapor demo …"""

    @pytest.mark.django_db
    def test_makes_the_country_and_says_how_fast(self):
        make_country()
        size = (
            "--cases",
            "120",
            "--months",
            "3",
            "--until",
            "2026-03-02",
            "--no-rounds",
        )

        told = json.loads(run(*size, "--json"))

        assert told["cases"] == Case.objects.count() >= 120
        assert len(told["accounts"]) == 14
        assert "sudah ada" in run(*size)

    @pytest.mark.parametrize(
        "odd",
        [
            ("--cases", "0"),
            ("--cases", "banyak"),
            ("--months", "-1"),
            ("--until", "besok"),
        ],
    )
    def test_refuses_odd_sizes(self, odd):
        with pytest.raises(CommandError):
            run(*odd)
