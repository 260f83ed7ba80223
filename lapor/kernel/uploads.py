"""The gate for uploads: what is too much is thrown away while it arrives.

Set first in FILE_UPLOAD_HANDLERS. A file above the limit is replaced by an
``Oversize`` of the true size without content, so that the form refuses it with a
sentence and all typed text is still there. When far too much comes, the connection is
left: nobody reads ten gigabytes to the end.
"""

from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from lapor.kernel.files import MAX_BYTES, MAX_FILES

MAX_TOTAL: Final = MAX_FILES * MAX_BYTES
# Read on a little, so that a browser hears our answer instead of a broken line.
PATIENCE: Final = 32 * 1024 * 1024


class Oversize(UploadedFile):  # type: ignore[type-arg]
    """A file that was too large: its name and at least its size, no content."""


class Gate(FileUploadHandler):
    """Lets through up to 10 MB a file and 50 MB in all; marks the request if more.

    ``is_cut_off(request)`` then says that the request was not read to its end.
    """

    chunk_size = 64 * 1024

    def __init__(self, request: HttpRequest | None = None):
        """One handler serves one request."""
        super().__init__(request)
        self.received = 0
        self.in_file = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count a file."""
        super().new_file(*args, **kwargs)
        self.in_file = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the piece on, throw it away, or leave."""
        self.received += len(raw_data)
        self.in_file += len(raw_data)
        if self.received > MAX_TOTAL + PATIENCE:
            if self.request is not None:
                self.request.META["lapor.cut_off"] = True
            raise StopUpload(connection_reset=True)
        is_too_much = self.in_file > MAX_BYTES or self.received > MAX_TOTAL
        return None if is_too_much else raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Stand in for a file of which a part was thrown away."""
        if self.in_file <= MAX_BYTES and self.received <= MAX_TOTAL:
            return None
        self._drop_what_came()
        return Oversize(BytesIO(), self.file_name, self.content_type, MAX_BYTES + 1)

    def _drop_what_came(self) -> None:
        """Give back the disk at once: nobody else closes a file we stand in for."""
        for handler in self.request.upload_handlers if self.request else ():
            half = getattr(handler, "file", None)
            if half is not None:
                half.close()


def is_cut_off(request: HttpRequest) -> bool:
    """Say whether the request was left before its end: answer 413, keep the text."""
    return bool(request.META.get("lapor.cut_off"))
