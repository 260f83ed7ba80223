"""What is handed to an adapter, locked for the receiver when his key is known."""

from pathlib import Path
from typing import NamedTuple

from django.conf import settings


class Parcel(NamedTuple):
    """A package on its way. ``sha256`` is that of the package before it was locked.

    ``office`` is the code of the representative office; empty for the centre.
    """

    number: str
    version: int
    content: bytes
    sha256: str
    is_locked: bool = False
    office: str = ""

    @property
    def name(self) -> str:
        """The file name: ``.p7m`` when only the receiver can open it."""
        ending = "zip.p7m" if self.is_locked else "zip"
        return f"{self.number}-{self.version}.{ending}"

    @property
    def media_type(self) -> str:
        """What the content is."""
        return "application/pkcs7-mime" if self.is_locked else "application/zip"


def locked(parcel: Parcel) -> Parcel:
    """Return the parcel locked for ``LAPOR_OMBUDSMAN_CERT`` (CMS), if that is set.

    AES-256-CBC under a key that only the private key of that certificate opens.
    """
    if not settings.LAPOR_OMBUDSMAN_CERT:
        return parcel
    from cryptography import x509  # noqa: PLC0415 - only who sends pays for it
    from cryptography.hazmat.primitives.ciphers.algorithms import (  # noqa: PLC0415
        AES256,
    )
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        Encoding,
        pkcs7,
    )

    given = Path(settings.LAPOR_OMBUDSMAN_CERT).read_bytes()
    builder = (
        pkcs7.PKCS7EnvelopeBuilder()
        .set_data(parcel.content)
        .add_recipient(x509.load_pem_x509_certificate(given))
        .set_content_encryption_algorithm(AES256)
    )
    content = builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])
    return parcel._replace(content=content, is_locked=True)
