"""Who asked: what a person may give, cleaned and checked (pure)."""

import re
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from typing import Any, Final, NamedTuple

from lapor.kernel.enums import Labelled, noop, translate
from lapor.kernel.errors import Invalid
from lapor.kernel.text import clean

NAME_LENGTH: Final = 100  # characters
EMAIL_LENGTH: Final = 254
PHONE_LENGTH: Final = 40  # as typed
ADDRESS_LENGTH: Final = 255
CHAT_LENGTH: Final = 40

EMAIL_ODD = noop("Alamat surel ini tidak lengkap. Tulis seperti nama@contoh.id.")
PHONE_ODD = noop(
    "Nomor telepon ini tidak dikenali. Tulis seperti 0812-3456-7890, atau dengan + "
    "dan kode negara."
)
CHAT_ODD = noop("Alamat percakapan ini tidak dikenali.")
NIK_ODD = noop("NIK terdiri dari 16 angka. Periksa lagi angka pada KTP Anda.")
SEVERAL = noop("Data diri belum dapat disimpan. Periksa bagian yang ditandai.")

# No nested repetition: each part stops at a sign that the next one cannot start with.
_EMAIL: Final = re.compile(
    r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[^\W_](?:[^\W_]|-){0,62}\.){1,8}[^\W\d_]{2,63}"
)
_CHAT: Final = re.compile(r"telegram:[1-9][0-9]{0,19}|whatsapp:\+[1-9][0-9]{5,14}")
# Region (6), day of birth (1-31, women 41-71), month, year, serial number
_NIK: Final = re.compile(
    r"[1-9][0-9]{5}(?:[04][1-9]|[1256][0-9]|[37][01])(?:0[1-9]|1[0-2])[0-9]{6}"
)


@dataclass(frozen=True, slots=True)
class Person:
    """What a reporter tells of himself; every part may be empty.

    ``phone`` is E.164 once checked. ``chat`` is where a conversation with him goes
    on: ``telegram:123`` or ``whatsapp:+62812…``. Never goes into a log, a ledger
    entry or an error: its ``repr`` is bare.
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    nik: str = ""
    chat: str = ""

    def __repr__(self) -> str:
        """Name nobody: tracebacks and logs print this."""
        return "Person(…)"

    @property
    def is_empty(self) -> bool:
        """Nothing was given: there is nothing to keep."""
        return not any(asdict(self).values())

    @property
    def given(self) -> list[str]:
        """The names of the parts that are there, never their content."""
        return [field.name for field in fields(self) if getattr(self, field.name)]


#: What a person can change of how he is reached; a conversation changes itself.
CONTACTS: Final = ("email", "phone")


class Former(NamedTuple):
    """A contact that was given up: ``email`` or ``phone``, what it was, its mark."""

    name: str
    address: str
    mark: str


class Reason(Labelled):
    """Why an identity is opened; a code, so that no text gets into the ledger."""

    CONTACT = "contact", noop("Menghubungi pelapor untuk menyelesaikan laporan")
    VERIFY = "verify", noop("Memeriksa kebenaran data pelapor")
    OMBUDSMAN = "ombudsman", noop("Penyerahan ke Ombudsman dengan persetujuan pelapor")
    LEGAL = "legal", noop("Perintah hukum tertulis")
    REQUEST = "request", noop("Permintaan pelapor atas datanya sendiri")
    NOTICE = "notice", noop("Pengiriman pemberitahuan oleh sistem")


class Shredding(Labelled):
    """Why an identity was destroyed (UU 27/2022 art. 42-44)."""

    EXPIRED = "expired", noop("Masa simpan habis")
    REQUEST = "request", noop("Permintaan pelapor")
    MISTAKE = "mistake", noop("Disimpan karena keliru")


def checked(person: Person) -> Person:
    """Return the person cleaned: NFC, trimmed, phone in E.164, e-mail with a plain
    domain. Raises Invalid with one sentence for each field that is wrong.
    """
    bad: dict[str, str] = {}
    cleaned: dict[str, str] = {}
    for name, check in _CHECKS.items():
        try:
            cleaned[name] = check(getattr(person, name))
        except Invalid as error:
            bad[name] = error.message
    if bad:
        raise Invalid(translate(SEVERAL), fields=bad)
    return replace(person, **cleaned)


def email_normalised(raw: str) -> str:
    """Return an e-mail address with a small-letter domain, "" for nothing.

    Raises Invalid. The part before @ stays as typed: some servers tell apart.
    """
    email = clean(raw, max_length=EMAIL_LENGTH)
    if not email:
        return ""
    local, _, domain = email.rpartition("@")
    if (
        not _EMAIL.fullmatch(email)
        or ".." in local
        or local.startswith(".")
        or local.endswith(".")
    ):
        raise Invalid(translate(EMAIL_ODD))
    return f"{local}@{domain.lower()}"


def phone_normalised(raw: str) -> str:
    """Return a telephone number as E.164 (``+6281234567890``), "" for nothing.

    Numbers without a country are Indonesian. Raises Invalid when it cannot be one;
    whether it is in use is not asked.
    """
    typed = clean(raw, max_length=PHONE_LENGTH)
    if not typed:
        return ""
    if any(char.isalpha() for char in typed):  # the library would dial letters
        raise Invalid(translate(PHONE_ODD))
    library = _phonenumbers()
    plain = typed if not typed.startswith("62") else f"+{typed}"
    try:
        number = library.parse(plain, "ID")
    except library.NumberParseException:
        raise Invalid(translate(PHONE_ODD)) from None
    if not library.is_possible_number(number):
        raise Invalid(translate(PHONE_ODD))
    shown: str = library.format_number(number, library.PhoneNumberFormat.E164)
    return shown


def nik_normalised(raw: str) -> str:
    """Return the 16 digits of an identity number (NIK), "" for nothing.

    Raises Invalid when it cannot be one; whether it exists is not asked.
    """
    typed = clean(raw, max_length=40)
    digits = typed.replace(" ", "").replace(".", "").replace("-", "")
    if digits and not _NIK.fullmatch(digits):
        raise Invalid(translate(NIK_ODD))
    return digits


def chat_checked(raw: str) -> str:
    """Return the address of a conversation, "" for none; raises Invalid.

    No person types it: it comes from the channel that the report came through.
    """
    chat = clean(raw, max_length=CHAT_LENGTH)
    if chat and not _CHAT.fullmatch(chat):
        raise Invalid(translate(CHAT_ODD))
    return chat


_CHECKS: Final = {
    "name": lambda raw: clean(raw, max_length=NAME_LENGTH),
    "email": email_normalised,
    "phone": phone_normalised,
    "address": lambda raw: clean(raw, max_length=ADDRESS_LENGTH),
    "nik": nik_normalised,
    "chat": chat_checked,
}


@cache
def _phonenumbers() -> Any:
    """Load the library when the first number comes: 50 ms that a start need not pay."""
    import phonenumbers  # noqa: PLC0415

    return phonenumbers
