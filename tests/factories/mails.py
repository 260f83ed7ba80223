"""Mails as people, robots and enemies write them."""

import base64
import struct
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.utils import make_msgid

OWN = "lapor@lapor.example.id"
ANI = "Ani Wijaya <ani@contoh.id>"
WORDS = "Lampu jalan di depan pasar padam sejak seminggu yang lalu."


def mail(
    text: str = WORDS,
    *,
    sender: str = ANI,
    to: str = OWN,
    subject: str = "Lampu jalan padam di depan pasar",
    files: tuple[tuple[str, bytes, str], ...] = (),
    headers: dict[str, str] | None = None,
) -> bytes:
    """Return an ordinary mail. ``files``: name, content, media type."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = make_msgid(domain="contoh.id")
    for name, value in (headers or {}).items():
        del message[name]
        message[name] = value
    message.set_content(text)
    for name, content, kind in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def bounce(to: str, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    """Return a report of failed delivery (RFC 3464), as Postfix writes it."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.contoh.id (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <{status}.{action}@mx.contoh.id>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.contoh.id

Final-Recipient: rfc822; ani@contoh.id
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b1
Content-Type: text/rfc822-headers

From: {OWN}
Subject: Kabar laporan

--b1--
""".replace("\n", "\r\n").encode()


def tnef(*files: tuple[str, bytes], text: bytes = b"") -> bytes:
    """Return a box of Outlook with these files (winmail.dat)."""

    def attribute(level: int, number: int, content: bytes) -> bytes:
        checksum = sum(content) & 0xFFFF
        head = struct.pack("<BII", level, number, len(content))
        return head + content + struct.pack("<H", checksum)

    box = struct.pack("<IH", 0x223E9F78, 1)
    if text:
        box += attribute(1, 0x0002800C, text + b"\0")
    for name, content in files:
        box += attribute(2, 0x00069002, b"\0" * 14)
        box += attribute(2, 0x00018010, name.encode() + b"\0")
        box += attribute(2, 0x0006800F, content)
    return box


def evil() -> Iterator[tuple[str, bytes]]:
    """Yield name and octets of mails that break careless programs."""
    yield from _odd_charsets()
    yield from _broken_bodies()
    yield from _odd_heads()
    yield from _odd_shapes()
    yield from _robots()


def large() -> bytes:
    """Return a mail of 50 MB: one line of greeting and a film."""
    line = base64.b64encode(b"\0" * 57) + b"\r\n"
    head = (
        f"From: {ANI}\r\nTo: {OWN}\r\nSubject: Film lampu padam\r\n"
        "Message-ID: <besar@contoh.id>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain\r\n\r\n{WORDS}\r\n"
        "--b\r\nContent-Type: video/mp4; name=film.mp4\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode()
    return head + line * (50 * 1024 * 1024 // len(line)) + b"\r\n--b--\r\n"


def _raw(body: bytes, *, head: str = "", subject: bytes = b"Lampu padam") -> bytes:
    lines = f"From: {ANI}\nTo: {OWN}\nMessage-ID: <{len(body)}@x.id>\n{head}".encode()
    return lines + b"Subject: " + subject + b"\n\n" + body


def _odd_charsets() -> Iterator[tuple[str, bytes]]:
    plain = "Content-Type: text/plain"
    yield "no charset, latin", _raw(WORDS.encode() + b" caf\xe9")
    yield "no charset, utf-8", _raw(f"{WORDS} \N{EM DASH} é".encode())
    yield "unknown charset", _raw(WORDS.encode(), head=f"{plain}; charset=klingon-8\n")
    yield "lying charset", _raw(b"\xff\xfe\xfd", head=f"{plain}; charset=utf-8\n")
    yield "charset is a codec", _raw(b"abc", head=f"{plain}; charset=zip\n")
    yield "charset is idna", _raw(b"xn--a" * 50, head=f"{plain}; charset=idna\n")
    yield "charset of octets", _raw(b"abc", head=f"{plain}; charset=\x00\x01\n")
    yield (
        "charset in pieces",
        _raw(b"abc", head=f'{plain}; charset*0="utf"; charset*1="-8"\n'),
    )
    yield "utf-16", _raw(WORDS.encode("utf-16"), head=f"{plain}; charset=utf-16\n")
    yield "utf-7", _raw(b"+AGEAZAA-", head=f"{plain}; charset=utf-7\n")
    yield "lone surrogates", _raw(b"\xed\xa0\x80 satu dua tiga empat lima enam")
    yield "NUL in text", _raw(b"satu\0dua tiga empat lima enam tujuh delapan")
    yield "right to left", _raw("\N{RIGHT-TO-LEFT OVERRIDE}nekop".encode())
    yield "zalgo", _raw(("a" + "\N{COMBINING GRAVE ACCENT}" * 5000).encode())


def _broken_bodies() -> Iterator[tuple[str, bytes]]:
    coded = "Content-Transfer-Encoding: base64\nContent-Type: text/plain\n"
    yield "broken base64", _raw(b"TGFtcHU=gelap!!=A", head=coded)
    yield "base64 of one letter", _raw(b"A", head=coded)
    yield "base64 without end", _raw(b"QUJD" * 3 + b"Q", head=coded)
    yield "unknown encoding", _raw(b"abc", head="Content-Transfer-Encoding: rot13\n")
    yield (
        "uuencoded",
        _raw(
            b"begin 644 a.jpg\n#0V%T\n`\nend\n",
            head="Content-Transfer-Encoding: uuencode\n",
        ),
    )
    yield (
        "broken quoted-printable",
        _raw(b"a=ZZ=\n=3", head="Content-Transfer-Encoding: quoted-printable\n"),
    )
    yield (
        "page only",
        _raw(
            b"<html><head><title>x<body><p>Lampu <b>padam<script>alert(1)</script>",
            head="Content-Type: text/html\n",
        ),
    )
    yield "page of brackets", _raw(b"<" * 100_000, head="Content-Type: text/html\n")
    yield (
        "page of half comments",
        _raw(b"<!--" * 20_000, head="Content-Type: text/html\n"),
    )
    yield (
        "page of declarations",
        _raw(b"<![" * 20_000, head="Content-Type: text/html\n"),
    )
    yield "one long line", _raw(b"a" * 1_000_000)
    yield "a million lines", _raw(b"\n" * 1_000_000)
    yield "empty", b""
    yield "one octet", b"\xff"
    yield "all octets", bytes(range(256)) * 40
    yield "head only", b"From: ani@contoh.id\r\nSubject: x"
    yield "quotes only", _raw(b"> a\n" * 2_000)
    yield (
        "the worst for the quote finder",
        _raw(b"Pada " * 3_000 + b"\nOn " * 3_000 + b" ".join([b"wrote:"] * 500)),
    )
    yield "farewells", _raw(b"Salam,\n" * 5_000)
    yield "underscores", _raw(b"_" * 50_000 + b"\n" + b"-" * 50_000)


def _odd_heads() -> Iterator[tuple[str, bytes]]:
    many = ", ".join(f"orang{each} <o{each}@contoh.id>" for each in range(1_000))
    yield "a thousand recipients", _raw(WORDS.encode(), head=f"Cc: {many}\n")
    yield (
        "eight bits in the subject",
        _raw(WORDS.encode(), subject="Lampu padam é\N{EM DASH}".encode()),
    )
    yield "latin in the subject", _raw(WORDS.encode(), subject=b"Lampu caf\xe9")
    yield "broken encoded word", _raw(WORDS.encode(), subject=b"=?utf-8?B?TGFt?=cHU")
    yield "encoded word of nothing", _raw(WORDS.encode(), subject=b"=?utf-8?B??=")
    yield "unknown encoded word", _raw(WORDS.encode(), subject=b"=?no-such?Q?abc?=")
    yield "odd base64 in the subject", _raw(WORDS.encode(), subject=b"=?utf-8?b?QUJ?=")
    yield "subject of a megabyte", _raw(WORDS.encode(), subject=b"a" * 1_000_000)
    yield "no sender", WORDS.encode()
    yield "sender is none", b"From: \r\n\r\n" + WORDS.encode()
    yield "sender is odd", b"From: <<a@b>@c>, ;;\r\n\r\n" + WORDS.encode()
    yield "sender of brackets", b"From: " + b"(" * 5_000 + b"\r\n\r\nabc"
    yield "sender of quotes", b'From: "' + b"\\" * 5_000 + b"\r\n\r\nabc"
    yield "two senders", b"From: a@b.id\r\nFrom: c@d.id\r\n\r\n" + WORDS.encode()
    yield "no Message-ID", f"From: {ANI}\r\n\r\n{WORDS}".encode()
    yield "Message-ID of a page", _raw(b"abc", head=f"Message-ID: <{'x' * 9_000}>\n")
    yield "line in the subject", _raw(b"abc", subject=b"a\r\n Bcc: x@y.id")
    yield "ten thousand headers", _raw(b"abc", head="X-A: b\n" * 10_000)
    yield "head without end", b"From: a@b.id\r\n" + b"X: y\r\n" * 100_000
    yield (
        "odd file name",
        _raw(
            b"abc",
            head="Content-Disposition: attachment; filename*=utf-9'x'%ZZ%00; "
            'filename="../../etc/passwd"\n',
        ),
    )
    yield (
        "file name in pieces",
        _raw(
            b"abc",
            head="Content-Disposition: attachment; filename*1=b; filename*0*=utf-8''a; "
            "filename*x=c\n",
        ),
    )


def _odd_shapes() -> Iterator[tuple[str, bytes]]:
    yield "no boundary", _raw(b"--b\n\nabc\n", head="Content-Type: multipart/mixed\n")
    yield (
        "boundary never comes",
        _raw(WORDS.encode(), head="Content-Type: multipart/mixed; boundary=zzz\n"),
    )
    yield (
        "empty boundary",
        _raw(b"--\n\nabc\n--\n", head='Content-Type: multipart/mixed; boundary=""\n'),
    )
    yield (
        "cut off",
        _raw(
            b"--b\nContent-Type: text/plain\n\nLampu pa",
            head="Content-Type: multipart/mixed; boundary=b\n",
        ),
    )
    yield (
        "a thousand parts",
        _raw(
            b"--b\nContent-Type: text/plain\n\nx\n" * 1_000 + b"--b--\n",
            head="Content-Type: multipart/mixed; boundary=b\n",
        ),
    )
    yield "nested mails", _nested(b"message/rfc822", 15)
    yield "mails without end", _nested(b"message/rfc822", 3_000)
    yield "parts without end", _boxes(2_000)
    yield "parts a little deep", _boxes(60)
    yield "winmail.dat", _with(tnef(("foto.jpg", b"\xff\xd8"), text=WORDS.encode()))
    yield "broken winmail.dat", _with(tnef(("a.jpg", b"x" * 999))[:-500])
    yield (
        "winmail.dat of lies",
        _with(struct.pack("<IHBII", 0x223E9F78, 1, 2, 3, 2**31)),
    )
    yield "empty file", mail(files=(("kosong.pdf", b"", "application/pdf"),))
    yield (
        "forty files",
        mail(files=tuple((f"{each}.txt", b"x", "text/plain") for each in range(40))),
    )
    yield (
        "encrypted",
        _raw(
            b"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n"
            b"Content-Type: application/octet-stream\n\n"
            b"-----BEGIN PGP MESSAGE-----\n--b--",
            head="Content-Type: multipart/encrypted; boundary=b\n",
        ),
    )
    yield "type is a sentence", _raw(b"abc", head="Content-Type: ini bukan jenis\n")
    yield "type is empty", _raw(b"abc", head="Content-Type:\n")


def _nested(kind: bytes, depth: int) -> bytes:
    level = b"From: a@b.id\nSubject: x\nContent-Type: " + kind + b"\n\n"
    return f"From: {ANI}\n".encode() + level * depth + WORDS.encode()


def _boxes(depth: int) -> bytes:
    opening = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (each, each)
        for each in range(depth)
    )
    return f"From: {ANI}\n".encode() + opening + b"\n" + WORDS.encode()


def _with(box: bytes) -> bytes:
    return mail("Terlampir.", files=(("winmail.dat", box, "application/ms-tnef"),))


def _robots() -> Iterator[tuple[str, bytes]]:
    yield "vacation", mail(headers={"Auto-Submitted": "auto-replied"})
    yield "bounce of nothing of ours", bounce("lapor@lapor.example.id")
    yield (
        "broken bounce",
        _raw(
            b"--b\nContent-Type: message/delivery-status\n\n\n\nStatus: 9\n--b--",
            head="Content-Type: multipart/report; report-type=delivery-status; "
            "boundary=b\n",
        ),
    )
    yield "list", mail(headers={"List-Id": "<warga.contoh.id>"})
