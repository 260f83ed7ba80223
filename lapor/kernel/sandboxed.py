"""The child in which foreign files are opened: run as a script, never imported.

Standard input is the file, standard output the new file, standard error the report:
its last line is JSON. The limits are set before anything of the file is read; what
breaks here cannot hurt the web server, and what takes over here has no network, no
other file open and a few seconds to live.
"""

import contextlib
import json
import os
import resource
import sys

MIB = 1024 * 1024
MEMORY = 512 * MIB  # address space
CPU = 20  # seconds
OUTPUT = 32 * MIB  # bytes in one file
OPEN_FILES = 32
CLONE_NEWNET = 0x40000000
CLONE_NEWUSER = 0x10000000
PR_SET_NO_NEW_PRIVS = 38


def main(kind: str) -> None:
    """Do one piece of work and report: findings, or the reason of a refusal."""
    limit()
    work = worker(kind)
    from lapor.kernel.refusals import Reason, Refused  # noqa: PLC0415

    alone()
    report: dict[str, object]
    try:
        with os.fdopen(0, "rb") as source, os.fdopen(1, "wb") as target:
            report = {"findings": [str(finding) for finding in work(source, target)]}
    except Refused as refused:
        report = {"refused": refused.reason}
    except (MemoryError, RecursionError):
        report = {"refused": Reason.TOO_COMPLEX}
    report["peak_kib"] = peak_kib()
    os.write(2, b"\n" + json.dumps(report).encode() + b"\n")


def limit() -> None:
    """Cap memory, time, output and open files; no core dump holds the content."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def worker(kind: str):  # type: ignore[no-untyped-def]
    """Import only what this kind of file needs."""
    if kind == "image":
        from lapor.kernel.images import redraw as work  # noqa: PLC0415
    elif kind == "pdf":
        from lapor.kernel.pdf import rewrite as work  # noqa: PLC0415
    else:
        from lapor.kernel.videos import scrub as work  # noqa: PLC0415
    return work


def peak_kib() -> int:
    """Return the largest resident size so far; getrusage would tell the parent's."""
    with open("/proc/self/status") as status:
        lines = dict(line.split(":", 1) for line in status if ":" in line)
    return int(lines["VmHWM"].split()[0])


def alone() -> None:
    """Leave the network and give up gaining rights, as far as the system lets us."""
    with contextlib.suppress(Exception):
        import ctypes  # noqa: PLC0415

        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if libc.unshare(CLONE_NEWNET) != 0:  # not root: in a user space of our own
            libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)


if __name__ == "__main__":
    sys.path[:0] = sys.argv[2:]
    main(sys.argv[1])
