"""The gate for uploads: text is kept, too much is thrown away as it arrives."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadhandler import (
    MemoryFileUploadHandler,
    TemporaryFileUploadHandler,
)
from django.test import RequestFactory

from lapor.kernel import uploads
from lapor.kernel.errors import TooLarge
from lapor.kernel.files import accept
from lapor.kernel.uploads import Gate, Oversize, is_cut_off

EDGE = "xxLaporxx"


class Stream:
    """A request body that is made while it is read, and counts what was read."""

    def __init__(self, *parts):
        self.parts = list(parts)
        self.ready = b""
        self.read_so_far = 0

    def readline(self, size=-1):
        raise AssertionError("An upload is read in pieces, never in lines.")

    def read(self, size=-1):
        while self.parts and len(self.ready) < size:
            part = self.parts.pop(0)
            if isinstance(part, int):
                if part > 65_536:
                    self.parts.insert(0, part - 65_536)
                part = bytes(min(part, 65_536))
            self.ready += part
        piece, self.ready = self.ready[:size], self.ready[size:]
        self.read_so_far += len(piece)
        return piece


def text(name, value):
    return (
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
    ).encode()


def file(name, size):
    head = (
        f'--{EDGE}\r\nContent-Disposition: form-data; name="attachments"; '
        f'filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'
    ).encode()
    return [head, size, b"\r\n"]


def request_with(*parts):
    parts = [*parts, f"--{EDGE}--\r\n".encode()]
    length = sum(part if isinstance(part, int) else len(part) for part in parts)
    stream = Stream(*parts)
    request = RequestFactory().request(
        REQUEST_METHOD="POST",
        CONTENT_TYPE=f"multipart/form-data; boundary={EDGE}",
        CONTENT_LENGTH=str(length),
        **{"wsgi.input": stream},
    )
    request.upload_handlers = [
        Gate(request),
        MemoryFileUploadHandler(request),
        TemporaryFileUploadHandler(request),
    ]
    return request, stream


@pytest.fixture
def small(monkeypatch):
    """Make the limits small, so that tests are quick."""
    monkeypatch.setattr(uploads, "MAX_BYTES", 200_000)
    monkeypatch.setattr(uploads, "MAX_TOTAL", 500_000)
    monkeypatch.setattr(uploads, "PATIENCE", 300_000)


@pytest.mark.usefixtures("small")
class TestGate:
    """The gate …"""

    def test_lets_ordinary_files_through(self):
        request, _ = request_with(text("title", "Jalan"), *file("a.jpg", 150_000))

        assert request.POST["title"] == "Jalan"
        assert request.FILES["attachments"].size == 150_000
        assert not is_cut_off(request)

    def test_replaces_a_file_that_is_too_large_and_keeps_all_text(self):
        request, _ = request_with(
            text("title", "Jalan"),
            *file("a.jpg", 250_000),
            *file("b.jpg", 1_000),
            text("content", "Rusak"),
        )

        large, good = request.FILES.getlist("attachments")
        assert request.POST["content"] == "Rusak"
        assert isinstance(large, Oversize)
        assert (large.name, large.size > 200_000) == ("a.jpg", True)
        assert good.size == 1_000

    def test_replaces_what_is_too_much_in_all(self):
        request, _ = request_with(
            *(part for n in range(4) for part in file(f"{n}.jpg", 150_000)),
            text("content", "Rusak"),
        )

        kinds = [isinstance(f, Oversize) for f in request.FILES.getlist("attachments")]
        assert kinds == [False, False, False, True]
        assert request.POST["content"] == "Rusak"

    def test_leaves_ten_gigabytes_early_and_keeps_the_text_before(self):
        request, stream = request_with(
            text("content", "Rusak"), *file("film.mp4", 10**10)
        )

        assert request.POST["content"] == "Rusak"
        assert is_cut_off(request)
        assert stream.read_so_far < 1_100_000

    def test_leaves_a_thousand_small_files_early(self):
        many = (part for n in range(1000) for part in file(f"{n}.jpg", 10_000))
        request, stream = request_with(*many)

        with pytest.raises(Exception, match="number of files"):
            _ = request.POST

        assert stream.read_so_far < 1_100_000


def test_the_limits_hold_five_files_of_ten_megabytes():
    assert uploads.MAX_TOTAL == 5 * 10 * 1024 * 1024


def test_an_oversize_file_is_refused_by_its_size():
    large = Oversize(None, "a.jpg", "image/jpeg", uploads.MAX_BYTES + 1)

    with pytest.raises(TooLarge, match=r"a\.jpg"):
        accept(large, at=datetime(2024, 5, 17, tzinfo=UTC))
