"""What people type, and what attackers do."""

from django.test import Client

from lapor.domain.accounts.models import User

KEY = "0123456789abcdef0123456789abcdef"


CONTENT = "Lampu jalan di depan pasar mati sejak seminggu, jalan gelap."


TYPED = {
    "classification": "complaint",
    "title": "Lampu jalan mati di depan pasar",
    "content": CONTENT,
    "date_of_incident": "2026-03-01",
    "location": "Jalan Raya 1",
    "is_anonymous": "on",
    "consent": "on",
    "key": KEY,
}


HOSTILE = {
    "empty": "",
    "blanks": "  \t\n  ",
    "huge": "a" * 100_000,
    "control": "Lampu\x01\x02\x1b[31m jalan\x7f mati\x85 di pasar",
    "nul": "Lampu\x00jalan mati di pasar",
    "bidi": "Lampu \u202egnp.exe\u202c jalan \u2066mati\u2069",
    "4-byte": "Lampu 🕳️ jalan 𠀀 mati di pasar",
    "zalgo": "L" + "\u0301" * 3_000,
    "noncharacter": "Lampu \ufffe\uffff jalan mati",
    "quotes": "'; DROP TABLE cases_case; -- \" {{ 7*7 }} %s %(x)s",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "formula": '=HYPERLINK("http://jahat.example","klik")',
}


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
