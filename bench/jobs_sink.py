"""A mail server that takes everything and counts what came twice."""

import asyncio
import sys
from collections import Counter

from aiosmtpd.smtp import SMTP, Envelope, Session

SEEN: Counter[bytes] = Counter()


class Handler:
    """Remembers the Message-ID of each mail."""

    async def handle_DATA(
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take the mail."""
        raw = envelope.original_content or b""
        head = raw.partition(b"\r\n\r\n")[0]
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"message-id:"):
                SEEN[line.partition(b":")[2].strip()] += 1
        return "250 taken"


async def _serve(port: int) -> None:
    loop = asyncio.get_running_loop()
    handler = Handler()
    server = await loop.create_server(lambda: SMTP(handler), "127.0.0.1", port)
    print("listens", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    server.close()


def main() -> None:
    """Serve until a line comes in; then say how many mails came, and how many twice."""
    asyncio.run(_serve(int(sys.argv[1])))
    print(len(SEEN), sum(SEEN.values()) - len(SEEN), flush=True)


if __name__ == "__main__":
    main()
