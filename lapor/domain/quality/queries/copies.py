"""Answers of an agency that say (nearly) the same as others of it."""

from collections import Counter
from collections.abc import Collection

from lapor.domain.analytics.models import CaseFact
from lapor.domain.cases.models import Case, Message
from lapor.domain.cases.rules import Kind
from lapor.domain.quality.rules.copies import near_copies

#: How many of the newest answers are read for near copies; equal ones are all found.
BEFORE_SENDING = 200
IN_SAMPLE = 2_000


def is_copy(case: Case, text: str) -> bool:
    """Say whether an answer not sent yet repeats one of the agency's newest."""
    newest = _newest(case.agency.code, BEFORE_SENDING)
    return near_copies({case.pk: text}, newest)[case.pk] > 0


def copies_of(agency: str, cases: Collection[int]) -> dict[int, int]:
    """Return for each case how many other answers of the agency have its text.

    Counts those with the same fingerprint ever, and near ones among the newest.
    """
    near = near_copies(_answers(cases), _newest(agency, IN_SAMPLE))
    facts = CaseFact.objects.filter(agency=agency).exclude(answer_fingerprint="")
    prints = dict(
        facts.filter(case_id__in=cases).values_list("case_id", "answer_fingerprint")
    )
    same = facts.filter(answer_fingerprint__in=set(prints.values()), is_present=True)
    equal = Counter(same.values_list("answer_fingerprint", flat=True))
    return {
        case: max(near.get(case, 0), equal[prints[case]] - 1 if case in prints else 0)
        for case in cases
    }


def _newest(agency: str, most: int) -> dict[int, str]:
    facts = CaseFact.objects.filter(agency=agency).exclude(answer_fingerprint="")
    newest = facts.order_by("-received_at").values_list("case_id", flat=True)
    return _answers(newest[:most])


def _answers(cases: Collection[int]) -> dict[int, str]:
    rows = Message.objects.filter(case__in=list(cases), kind=Kind.FINAL_ANSWER)
    return dict(rows.order_by("pk").values_list("case_id", "content"))
