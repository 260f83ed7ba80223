import json
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.domain.handover.rules import Part, inspect, manifest_of, zipped
from lapor.kernel.errors import Invalid

PARTS = [Part("package.json", b"{}"), Part("files/001-foto.jpg", b"\xff\xd8\xff")]


def sealed() -> bytes:
    manifest = manifest_of("7K2M-P042-QRX", 1, "2026-05-04T03:00:00+00:00", PARTS)
    return zipped(manifest, b"signature", PARTS)


def changed(**members: bytes | None) -> bytes:
    """Return the package with members replaced, added, or (None) taken out."""
    found = dict(inspect(sealed()).parts)
    whole = inspect(sealed())
    found = {"manifest.json": whole.manifest_bytes, "manifest.p7s": b"x", **found}
    found |= {name.replace("__", "/"): given for name, given in members.items()}
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in found.items():
            if content is not None:
                package.writestr(name, content)
    return out.getvalue()


class TestInspect:
    """inspect() …"""

    def test_finds_nothing_wrong_with_what_was_sealed(self):
        found = inspect(sealed())

        assert found.problems == ()
        assert found.signature == b"signature"
        assert json.loads(found.manifest_bytes)["handover"] == "7K2M-P042-QRX"

    @pytest.mark.parametrize(
        "members",
        [
            {"package.json": b"{ }"},
            {"files/001-foto.jpg": None},
            {"files/002-selipan.pdf": b"%PDF"},
        ],
        ids=["changed", "missing", "slipped in"],
    )
    def test_names_each_member_that_is_not_as_sealed(self, members):
        (problem,) = inspect(changed(**members)).problems

        assert next(iter(members)) in problem

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"nothing", b"\0" * 99])
    def test_refuses_what_is_no_package(self, content: bytes):
        with pytest.raises(Invalid):
            inspect(content)

    def test_refuses_a_package_without_its_list(self):
        with pytest.raises(Invalid):
            inspect(changed(**{"manifest.json": b"[]"}))

    def test_the_same_content_gives_the_same_bytes(self):
        assert sealed() == sealed()

    @given(st.binary(max_size=300))
    def test_any_bytes_are_refused_or_read(self, content: bytes):
        with suppress(Invalid):
            assert inspect(content).manifest_bytes
