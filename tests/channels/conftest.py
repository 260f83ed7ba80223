"""A service on the other side of a channel: a real HTTP server on this machine."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest


@dataclass
class Asked:
    """One request the double got."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Double:
    """Answers by path; what is not known gets 404. ``asked`` is all that came."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    answers: dict[str, Callable[[Asked], tuple[int, bytes]]] = field(
        default_factory=dict
    )

    def on(self, path: str, status: int, content: object) -> None:
        """Answer a path always alike; objects go out as JSON."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.answers[path] = lambda asked: (status, body)

    def answer(self, asked: Asked) -> tuple[int, bytes]:
        self.asked.append(asked)
        known = self.answers.get(asked.path)
        return known(asked) if known else (404, b"{}")


class _Handler(BaseHTTPRequestHandler):
    double: Double

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        asked = Asked(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )
        status, body = self.double.answer(asked)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _serve

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@pytest.fixture
def double() -> Iterator[Double]:
    """A server that answers as it is told."""
    made = Double()
    handler = type("Handler", (_Handler,), {"double": made})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join(5)
