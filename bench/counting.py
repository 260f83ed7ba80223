"""How many questions a page asks the database, once the process is warm."""

from http.cookies import SimpleCookie

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(path: str, cookie: str) -> int:
    """Return the number of statements of one page, seen for the second time."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies = SimpleCookie(cookie)
    _fetch(client, path)
    with CaptureQueriesContext(connection) as seen:
        _fetch(client, path)
    return len(seen)


def _fetch(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    answer.close()
