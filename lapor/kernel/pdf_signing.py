"""Signatures inside PDF files (PAdES B-B), over a signer that can be exchanged.

The setting ``LAPOR_SIGNER`` names the class. The usual one makes its own authority in
the folder of keys: good for trials, and it says so. A certified one (BSrE, a HSM) is
another class with the same three names; see ``docs/howto/sign-documents.md``.
"""

import asyncio
import io
import os
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from lapor.kernel import clock
from lapor.kernel.durable import sync_folder

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

FIELD: Final = "Lapor"
BUNDLE: Final = "signing-trial.pem"
NAME: Final = "Lapor (uji coba)"
YEARS: Final = 20
#: The trial certificate is also valid a little before it was made: clocks differ.
SLACK: Final = timedelta(days=366)


class Signer(Protocol):
    """Who signs. ``is_trial``: nobody outside trusts it, and pages say so."""

    is_trial: bool

    def signer(self) -> Any:
        """Return a ``pyhanko.sign.signers.Signer``."""

    def roots(self) -> list[Any]:
        """Return the certificates (asn1crypto) that its signatures are trusted by."""


class Checked(NamedTuple):
    """What a signature in a file says. ``is_intact``: not one byte was changed."""

    is_signed: bool
    is_intact: bool
    is_trusted: bool
    signed_by: str


class TrialSigner:
    """A key of our own, made on first use in ``LAPOR_KEYS``; the file is 0600."""

    is_trial = True

    def __init__(self) -> None:
        """Read the key, or make it; when another process was first, take its one."""
        self.file = Path(settings.LAPOR_KEYS) / BUNDLE
        self._signer: Any = None

    def signer(self) -> Any:
        """Return the signer of the trial key; a process reads it once."""
        if self._signer is None:
            self._signer = self._read()
        return self._signer

    def _read(self) -> Any:
        from pyhanko.keys import (  # noqa: PLC0415 - large; only who signs pays for it
            load_certs_from_pemder_data,
            load_private_key_from_pemder_data,
        )
        from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415 - as above
        from pyhanko_certvalidator.registry import (  # noqa: PLC0415 - as above
            SimpleCertificateStore,
        )

        bundle = self._bundle()
        own, *above = load_certs_from_pemder_data(bundle)
        store: Any = cast(Any, SimpleCertificateStore)()
        store.register_multiple(above)
        return SimpleSigner(
            signing_cert=own,
            signing_key=load_private_key_from_pemder_data(bundle, None),
            cert_registry=store,
        )

    def roots(self) -> list[Any]:
        """Return the authority of the trial key."""
        from pyhanko.keys import (  # noqa: PLC0415 - large; only who checks pays for it
            load_certs_from_pemder_data,
        )

        return list(load_certs_from_pemder_data(self._bundle()))[1:]

    def _bundle(self) -> bytes:
        if not self.file.exists():
            _keep(self.file, _made())
        return self.file.read_bytes()


def sign(pdf: bytes, *, reason: str, place: str) -> bytes:
    """Return the PDF with a signature over all of it; what was there stays as it is.

    The moment of signing is that of the machine's clock: no authority vouches for it.
    """
    from pyhanko.pdf_utils.incremental_writer import (  # noqa: PLC0415 - as above
        IncrementalPdfFileWriter,
    )
    from pyhanko.sign import fields, signers  # noqa: PLC0415 - as above

    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        reason=reason,
        location=place,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    out = io.BytesIO()
    hand = signers.PdfSigner(meta, signer=current().signer())
    _apart(hand.sign_pdf, IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
    return out.getvalue()


def check(pdf: bytes) -> Checked:
    """Check the signature in a PDF that we stored; never a file from outside."""
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 - as above
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - as above
    from pyhanko.sign.validation import (  # noqa: PLC0415 - as above
        validate_pdf_signature,
    )
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - as above

    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    except PdfError:
        found = []
    if not found:
        return Checked(False, False, False, "")
    context = ValidationContext(trust_roots=current().roots(), allow_fetching=False)
    status = _apart(validate_pdf_signature, found[-1], context)
    return Checked(
        True,
        bool(status.intact and status.valid and status.docmdp_ok),
        bool(status.trusted),
        _name_in(status.signing_cert),
    )


def sign_bytes(content: bytes) -> bytes:
    """Return a detached signature over any bytes (CMS, DER), by the same signer.

    Others check it with ``openssl cms -verify -inform DER -binary -content FILE``.
    """
    hand = current().signer()

    def made() -> Any:
        return asyncio.run(hand.async_sign_general_data(content, "sha256"))

    signed: bytes = _apart(made).dump()
    return signed


def check_bytes(content: bytes, signature: bytes) -> Checked:
    """Check a detached signature of ``sign_bytes`` against our own roots."""
    from asn1crypto import cms  # noqa: PLC0415 - only who checks pays for it
    from pyhanko.sign.validation import (  # noqa: PLC0415 - as above
        async_validate_detached_cms,
    )
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - as above

    try:
        found = cms.ContentInfo.load(signature)["content"]
    except (ValueError, TypeError):
        return Checked(False, False, False, "")
    context = ValidationContext(trust_roots=current().roots(), allow_fetching=False)

    def checked() -> Any:
        return asyncio.run(
            async_validate_detached_cms(
                content, found, signer_validation_context=context
            )
        )

    status = _apart(checked)
    return Checked(
        True,
        bool(status.intact and status.valid),
        bool(status.trusted),
        _name_in(status.signing_cert),
    )


def _apart(call: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Call in a thread of its own: the library starts an event loop, and where one
    runs already it would refuse.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(call, *given, **named).result()


def signer_name() -> str:
    """Return the name in the certificate that signs today."""
    return _name_in(current().signer().signing_cert)


def current() -> Signer:
    """Return the signer that the setting names."""
    return _named(str(settings.LAPOR_SIGNER), str(settings.LAPOR_KEYS))


@lru_cache(maxsize=8)
def _named(path: str, _keys: str) -> Signer:
    return cast(Signer, import_string(path)())


def _name_in(certificate: Any) -> str:
    return str(certificate.subject.native.get("common_name", ""))


def _made() -> bytes:
    """Return key, certificate and authority as PEM; the authority's key is dropped."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - rare
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - rare

    top, own = (ec.generate_private_key(ec.SECP256R1()) for _key in range(2))
    root = _certificate(f"{NAME}: otoritas", top, None, top)
    leaf = _certificate(NAME, own, root, top)
    encoding = serialization.Encoding.PEM
    private = own.private_bytes(
        encoding,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private + leaf.public_bytes(encoding) + root.public_bytes(encoding)


def _certificate(
    name: str,
    key: "ec.EllipticCurvePrivateKey",
    above: "x509.Certificate | None",
    by: "ec.EllipticCurvePrivateKey",
) -> "x509.Certificate":
    from cryptography import x509  # noqa: PLC0415 - rare
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - rare

    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = clock.now()
    usage = x509.KeyUsage(
        digital_signature=above is not None,
        content_commitment=above is not None,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=above is None,
        crl_sign=above is None,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLACK)
        .not_valid_after(now + YEARS * timedelta(days=365))
        .add_extension(x509.BasicConstraints(above is None, None), critical=True)
        .add_extension(usage, critical=True)
        .sign(by, hashes.SHA256())
    )


def _keep(file: Path, content: bytes) -> None:
    """Write a secret whole and durable; one that is there already wins."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    sync_folder(file.parent)
