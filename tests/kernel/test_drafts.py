"""Tables that wait for a second look."""

import pytest
from django.core.files.base import ContentFile

from lapor.kernel import drafts
from lapor.kernel.errors import NotFound


def test_a_file_is_kept_as_it_came():
    key = drafts.keep(ContentFile(b"kode,nama\n1,a\n"))

    with drafts.opened(key) as file:
        assert file.read() == b"kode,nama\n1,a\n"


def test_a_dropped_file_is_gone():
    key = drafts.keep(ContentFile(b"x"))

    drafts.drop(key)
    drafts.drop(key)

    with pytest.raises(NotFound):
        drafts.opened(key)


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "aa/bb/x"])
def test_only_keys_are_opened(key: str):
    with pytest.raises(NotFound):
        drafts.opened(key)
