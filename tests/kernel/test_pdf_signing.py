import io
import stat
from pathlib import Path

import pikepdf
import pytest
from django.test import override_settings

from lapor.kernel import pdf_signing


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(autouse=True)
def trial(keys: Path):
    with override_settings(LAPOR_KEYS=keys):
        yield


def blank() -> bytes:
    """A PDF of one empty page."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def test_a_signed_file_begins_with_what_was_signed_and_is_trusted():
    made = blank()
    signed = pdf_signing.sign(made, reason="Penetapan", place="Jakarta")

    assert signed.startswith(made)
    assert pdf_signing.check(signed) == (True, True, True, "Lapor (uji coba)")


def test_one_changed_byte_is_seen():
    signed = bytearray(pdf_signing.sign(blank(), reason="r", place="p"))
    signed[20] ^= 1

    found = pdf_signing.check(bytes(signed))

    assert found.is_signed
    assert not found.is_intact


def test_another_key_is_not_trusted(tmp_path: Path):
    signed = pdf_signing.sign(blank(), reason="r", place="p")

    with override_settings(LAPOR_KEYS=tmp_path):
        found = pdf_signing.check(signed)

    assert found.is_intact
    assert not found.is_trusted


@pytest.mark.parametrize("content", [blank(), b"%PDF-1.7 no more", b""])
def test_what_bears_no_signature_is_said_to_bear_none(content: bytes):
    assert not pdf_signing.check(content).is_signed


def test_the_key_is_made_once_and_read_by_its_owner_only(keys: Path):
    pdf_signing.signer_name()
    file = keys / pdf_signing.BUNDLE
    before = file.read_bytes()

    assert pdf_signing.TrialSigner().signer().signing_cert
    assert file.read_bytes() == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_trial_says_that_it_is_one():
    assert pdf_signing.current().is_trial
    assert "uji coba" in pdf_signing.signer_name()
