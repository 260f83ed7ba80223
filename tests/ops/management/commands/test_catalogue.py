"""The command of the catalogue."""

import io
import json

from django.core.management import call_command

from lapor.domain.analytics.rules.catalogue import CATALOGUE, catalogue_version


def run(*options: str) -> str:
    out = io.StringIO()
    call_command("catalogue", *options, stdout=out)
    return out.getvalue()


class TestCatalogue:
    """lapor catalogue …"""

    def test_tells_people_one_line_for_each(self):
        lines = run().strip().splitlines()

        assert len(lines) == len(CATALOGUE)
        assert lines[2].startswith("P3  Persentase tindak lanjut (PTL): ")

    def test_tells_machines_everything(self):
        told = json.loads(run("--json"))

        assert told["version"] == catalogue_version()
        found = {row["id"]: row for row in told["indicators"]}
        assert list(found) == [one.id for one in CATALOGUE]
        ptl = found["P3"]
        assert ptl["bands"][0] == {
            "key": "high",
            "label": "di atas 90%",
            "least": "9/10",
        }
        assert ptl["normal"][1] == {"value": "1/2", "points": "0"}
        assert (ptl["weight"], ptl["strict"]) == (15, "Varian ketat")
        assert found["P11"]["beside"]["previous"] == "Masa sebelumnya"
        assert found["P17"]["spread"] == "rating"
