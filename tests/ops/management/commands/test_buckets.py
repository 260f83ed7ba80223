"""The command of the six buckets."""

import io
import json

from django.core.management import call_command

from lapor.domain.cases.models import Case
from lapor.domain.cases.rules import Bucket, State
from tests.factories.cases import World, make_case


def run(*options: str) -> str:
    out = io.StringIO()
    call_command("buckets", *options, stdout=out)
    return out.getvalue()


class TestBuckets:
    """lapor buckets …"""

    def test_adds_up_under_the_official_labels(self, world: World):
        for state in State:
            if state not in {State.DRAFT, State.WITH_OMBUDSMAN}:
                make_case(world, state)
        make_case(world, State.RECEIVED, agency=world.other)

        told = json.loads(run("--json"))

        assert list(told["buckets"]) == [bucket.source for bucket in Bucket]
        assert sum(told["buckets"].values()) == told["total"] == Case.objects.count()

    def test_looks_at_one_agency(self, world: World):
        make_case(world, State.CLOSED)
        make_case(world, State.RECEIVED, agency=world.other)

        told = json.loads(run("--json", "--agency", world.unit.code))

        assert told["total"] == 1
        assert told["buckets"]["Laporan Terdisposisi Selesai"] == 1

    def test_tells_people_in_lines(self, world: World):
        text = run()

        assert "Seluruh negeri" in text
        assert "Laporan Belum Terverifikasi" in text
        assert "Jumlah" in text
