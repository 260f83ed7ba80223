"""The words for files: each one a sentence, and known on both sides of the border."""

import subprocess
import sys

import pytest

from lapor.kernel import sandbox
from lapor.kernel.refusals import Finding, Reason, Refused


@pytest.mark.parametrize("word", [*Reason, *Finding])
def test_each_is_a_sentence(word):
    assert word.label[0].isupper()
    assert word.label.endswith(".")


def test_a_refusal_carries_its_reason_and_nothing_of_the_file():
    assert str(Refused(Reason.LOCKED)) == "locked"


def test_they_need_no_framework():
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "import lapor.kernel.refusals, lapor.kernel.videos\n"
        "raise SystemExit('django' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, *sandbox._folders()], check=False
    )

    assert done.returncode == 0
