"""How many questions a page asks the database, once the process is warm."""

from http.cookies import SimpleCookie

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(path: str, cookie: str) -> int | None:
    """Return the number of statements of one page, seen for the second time.

    None when the page cannot be shown: the table then says how often it failed.
    """
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    client.cookies = SimpleCookie(cookie)
    client.get(path).close()
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
        answer.close()
    return len(seen) if answer.status_code == 200 else None
