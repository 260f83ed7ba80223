"""Both adapters keep one contract: the same package twice is one, failures are told."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from lapor.channels.ombudsman.counterpart import counterpart
from lapor.channels.ombudsman.file_drop import FileDrop
from lapor.channels.ombudsman.http import OverHTTP
from lapor.channels.ombudsman.parcel import Parcel, locked
from lapor.channels.transport import Refused, Unreachable
from tests.factories.cases import MONDAY
from tests.factories.handover import KEY, OtherSide

PARCEL = Parcel("7K2M-P042-QRX", 1, b"PK content", "0" * 64)
LOCKED = PARCEL._replace(is_locked=True)
Answer = Callable[[httpx2.Request], httpx2.Response]


def over(answer: Answer) -> OverHTTP:
    return OverHTTP(
        "https://simpel.contoh.id/api/",
        key=KEY,
        transport=httpx2.MockTransport(answer),
        now=lambda: MONDAY,
    )


class TestOverHTTP:
    """The HTTP adapter …"""

    def test_delivers_once_however_often_it_is_called(self):
        other = OtherSide(MONDAY)

        references = {over(other).hand_over(PARCEL) for _ in range(3)}

        assert references == {"LM-0001/2026"}
        assert other.packages == {"7K2M-P042-QRX-1": PARCEL.content}

    def test_tells_of_a_withdrawal(self):
        other = OtherSide(MONDAY)

        over(other).take_back(PARCEL.number)

        assert other.withdrawn == [PARCEL.number]

    def test_says_who_sent_what(self):
        seen: list[httpx2.Request] = []

        def answer(request: httpx2.Request) -> httpx2.Response:
            seen.append(request)
            return httpx2.Response(201, json={"reference": "1"})

        over(answer).hand_over(LOCKED)

        (request,) = seen
        assert str(request.url) == "https://simpel.contoh.id/api/handovers"
        assert request.headers["content-type"] == "application/pkcs7-mime"
        assert request.headers["x-package-name"] == "7K2M-P042-QRX-1.zip.p7m"
        assert request.headers["idempotency-key"] == "7K2M-P042-QRX-1"

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 413, 422])
    def test_is_refused_for_good(self, status: int):
        with pytest.raises(Refused):
            over(lambda request: httpx2.Response(status)).hand_over(PARCEL)

    @pytest.mark.parametrize("status", [301, 302, 408, 409, 429, 500, 502, 503])
    def test_tries_again_later(self, status: int):
        with pytest.raises(Unreachable):
            over(lambda request: httpx2.Response(status)).hand_over(PARCEL)

    @pytest.mark.parametrize(
        "fault", [httpx2.ConnectError, httpx2.ReadTimeout, httpx2.RemoteProtocolError]
    )
    def test_a_line_that_fails_is_unreachable(self, fault: type[httpx2.TransportError]):
        def fail(request: httpx2.Request) -> httpx2.Response:
            raise fault("down", request=request)

        with pytest.raises(Unreachable):
            over(fail).hand_over(PARCEL)

    @pytest.mark.parametrize("body", [b"OK", b"", b"[]", b"null", b"<html>"])
    def test_a_200_without_a_receipt_is_no_receipt(self, body: bytes):
        with pytest.raises(Unreachable):
            over(lambda request: httpx2.Response(200, content=body)).hand_over(PARCEL)

    def test_never_goes_without_https_beyond_this_machine(self):
        with pytest.raises(Refused):
            OverHTTP("http://simpel.contoh.id", key=KEY)
        assert OverHTTP("http://127.0.0.1:9", key=KEY).base


class TestFileDrop:
    """The file-drop …"""

    @pytest.fixture
    def drop(self, tmp_path: Path) -> FileDrop:
        return FileDrop(tmp_path)

    def test_writes_whole_files_once(self, drop: FileDrop):
        for _ in range(3):
            drop.hand_over(LOCKED)

        (file,) = (drop.folder / "out").iterdir()
        assert file.read_bytes() == LOCKED.content
        assert file.stat().st_mode & 0o777 == 0o600

    def test_never_drops_a_package_in_the_clear(self, drop: FileDrop):
        with pytest.raises(Refused):
            drop.hand_over(PARCEL)
        assert not (drop.folder / "out").exists()

    def test_a_missing_folder_is_not_made_up(self, tmp_path: Path):
        with pytest.raises(Unreachable):
            FileDrop(tmp_path / "not mounted").hand_over(LOCKED)

    def test_a_withdrawal_takes_the_package_away(self, drop: FileDrop):
        drop.hand_over(LOCKED)

        drop.take_back(LOCKED.number)

        (left,) = (drop.folder / "out").iterdir()
        assert json.loads(left.read_bytes())["event"] == "consent_withdrawn"

    @pytest.mark.parametrize(
        "content", [b"", b"[]", b"{}", b'{"headers": 1, "body": "x"}', b"\xff\xfe"]
    )
    def test_puts_odd_notices_aside(self, drop: FileDrop, content: bytes):
        (drop.folder / "status").mkdir()
        (drop.folder / "status" / "1.json").write_bytes(content)

        assert list(drop.notices()) == []
        assert (drop.folder / "odd" / "1.json").exists()

    def test_leaves_a_huge_notice_alone(self, drop: FileDrop):
        (drop.folder / "status").mkdir()
        (drop.folder / "status" / "1.json").write_bytes(b"x" * 70_000)

        assert list(drop.notices()) == []


class TestCounterpart:
    """The setting names …"""

    def test_nobody_a_folder_or_an_address(self, settings, tmp_path: Path):
        settings.LAPOR_OMBUDSMAN = ""
        assert counterpart() is None
        settings.LAPOR_OMBUDSMAN = f"drop:{tmp_path}"
        assert isinstance(counterpart(), FileDrop)
        settings.LAPOR_OMBUDSMAN = "https://simpel.contoh.id"
        assert isinstance(counterpart(), OverHTTP)

    def test_without_a_certificate_nothing_is_locked(self, settings):
        settings.LAPOR_OMBUDSMAN_CERT = ""

        assert locked(PARCEL) == PARCEL
