"""How often the helper is right about answers it was not tuned on."""

import pytest

from lapor.domain.quality.rules.normative import Facts, doubt_of
from tests.factories.normative import HELD_OUT, KNOWN


def doubted(rows) -> int:
    return sum(doubt_of(Facts(answer, asked)).is_likely for asked, answer in rows)


def test_hits_and_false_alarms_are_as_stated(capsys):
    hits, alarms = doubted(HELD_OUT.empty), doubted(HELD_OUT.real)
    with capsys.disabled():
        print(
            f"\nempty answers: {hits} of {len(HELD_OUT.empty)} found, "
            f"{alarms} of {len(HELD_OUT.real)} real ones doubted (held out, hard)"
        )

    assert hits >= 0.9 * len(HELD_OUT.empty)
    assert alarms <= 0.25 * len(HELD_OUT.real)


def test_knows_what_it_was_tuned_on():
    assert doubted(KNOWN.empty) == len(KNOWN.empty)
    assert doubted(KNOWN.real) <= 0.1 * len(KNOWN.real)


@pytest.mark.parametrize(("asked", "answer"), HELD_OUT.empty)
def test_every_doubt_is_explained(asked, answer):
    doubt = doubt_of(Facts(answer, asked))

    assert len(doubt.sentences) == len(doubt.reasons) >= 2


def test_files_and_copies_count():
    asked, answer = KNOWN.real[2]
    plain = doubt_of(Facts(answer, asked)).likelihood

    assert doubt_of(Facts(answer, asked, copies=3)).likelihood > plain
    assert doubt_of(Facts(answer, asked, has_files=True)).likelihood <= plain
