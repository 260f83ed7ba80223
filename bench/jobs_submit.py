"""Reports at a steady rate, through the one way in that all doors use."""

import sys
import time
from datetime import timedelta
from uuid import uuid4


def main() -> None:
    """Submit so many reports a second for so many seconds."""
    import django  # noqa: PLC0415 - the environment says which home

    django.setup()
    from lapor.domain.cases.rules import Channel  # noqa: PLC0415
    from lapor.domain.intake.actions import submit  # noqa: PLC0415
    from lapor.domain.intake.rules import Report  # noqa: PLC0415
    from lapor.domain.reporters.rules import Person  # noqa: PLC0415
    from lapor.kernel import clock  # noqa: PLC0415
    from lapor.kernel.actor import REPORTER  # noqa: PLC0415

    rate, seconds = int(sys.argv[1]), int(sys.argv[2])
    began = time.monotonic()
    for number in range(rate * seconds):
        wait = began + number / rate - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        now = clock.now()
        submit(
            Report(
                title="Lampu jalan padam di depan pasar",
                content="Lampu jalan di depan pasar padam sejak seminggu lalu.",
                classification="complaint",
                happened_on=(now - timedelta(days=2)).date(),
                consent=True,
            ),
            person=Person(email=f"pelapor{number}@contoh.example.id"),
            key=uuid4().hex,
            channel=Channel.WEB,
            by=REPORTER,
            at=now,
        )


if __name__ == "__main__":
    main()
