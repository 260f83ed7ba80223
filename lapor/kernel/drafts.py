"""Tables that wait for a second look: kept as they came, read only by our own reader.

They lie among the stored files under a random key that no row names, so that what is
forgotten here is swept away with the orphans a day later.
"""

from typing import IO, Any

from django.core.files.base import File

from lapor.kernel import durable, files
from lapor.kernel.ids import new_media_key


def keep(content: "File[Any]") -> str:
    """Store a file as it is and return its key. Raises Busy on a full disk."""
    key = new_media_key()
    durable.write(files.path(key), content.chunks())
    return key


def opened(key: str) -> IO[bytes]:
    """Open a kept file. Raises NotFound when it has gone."""
    return files.open_file(key)


def drop(key: str) -> None:
    """Forget a file; one that has gone is no error."""
    files.discard([key])
