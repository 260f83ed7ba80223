"""What each act of the desk calls in the domain: one writing call each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from lapor.domain.cases import actions as cases
from lapor.domain.cases.queries import case_seen_by
from lapor.domain.cases.rules import AnswerResult, ArchiveReason, ReturnReason
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import organisation_by_code
from lapor.domain.publication import actions as publication
from lapor.domain.publication.models import Publication
from lapor.kernel.errors import Invalid, NotFound
from lapor.kernel.files import Accepted
from lapor.web.desk.place import Desk

Given = Mapping[str, Any]
Files = Sequence[Accepted]
Do = Callable[[Desk, Any, Given, Files], object]


def _common(desk: Desk, given: Given) -> dict[str, Any]:
    """What every act is given: who, when, and the case as he saw it."""
    return {"by": desk.user, "at": desk.now, "version": given["version"]}


def dispatch(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Verify and dispatch; propose for the public in the same step when asked."""
    do = cases.dispatch
    if given.get("publish"):
        do = publication.dispatch_and_propose
    return do(
        desk.case,
        to=given["target"],
        classification=form.kind(),
        category=form.category(),
        title=given["title"],
        note=given["note"],
        **_common(desk, given),
    )


def classify(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Correct title, class and topic."""
    return cases.classify(
        desk.case,
        title=given["title"],
        classification=form.kind(),
        category=form.category(),
        **_common(desk, given),
    )


def archive(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Put away with a reason and advice."""
    return cases.archive(
        desk.case,
        reason=ArchiveReason(given["reason"]),
        advice=given["advice"],
        **_common(desk, given),
    )


def pass_on(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Say "not ours" of a new report."""
    return cases.pass_on(
        desk.case,
        reason=given["reason"],
        code=ReturnReason(given["code"]),
        to=organisation_by_code(given["receiver"]),
        suggestion=given["suggested"],
        **_common(desk, given),
    )


def to_unit(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Give to a unit of the agency."""
    return cases.dispatch_unit(
        desk.case,
        to=Organisation.objects.select_related("agency").get(pk=given["unit"]),
        note=given["note"],
        **_common(desk, given),
    )


def ask_return(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Say "not ours" of a dispatched case."""
    return cases.ask_return(
        desk.case,
        reason=given["reason"],
        code=ReturnReason(given["code"]),
        basis=given["basis"],
        files=files,
        suggestion=given["suggested"],
        **_common(desk, given),
    )


def grant_return(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Agree that another agency answers."""
    return cases.grant_return(
        desk.case, to=given["target"], note=given["note"], **_common(desk, given)
    )


def follow_up(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Tell the reporter what is being done."""
    return cases.follow_up(
        desk.case,
        content=given["content"],
        files=files,
        promised_on=given["promised_on"],
        promise=given["promise"],
        **_common(desk, given),
    )


def final_answer(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Give the final answer."""
    return cases.final_answer(
        desk.case,
        content=given["content"],
        result=AnswerResult(given["result"]),
        files=files,
        promised_on=given["promised_on"],
        promise=given["promise"],
        **_common(desk, given),
    )


def extend(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Give the term of completion some days more."""
    return cases.extend(
        desk.case, days=given["days"], reason=given["reason"], **_common(desk, given)
    )


def note(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Write an internal note."""
    return cases.note(
        desk.case, content=given["content"], files=files, by=desk.user, at=desk.now
    )


def missing(do: Callable[..., object], message: str) -> Do:
    """Ask the reporter for data; ``message`` is what the act calls the words."""

    def ask(desk: Desk, form: Any, given: Given, files: Files) -> object:
        words = {message: given["content"], "missing": given["items"]}
        return do(desk.case, **words, **_common(desk, given))

    return ask


def with_reason(do: Callable[..., object]) -> Do:
    """Do an act that asks only why."""

    def act(desk: Desk, form: Any, given: Given, files: Files) -> object:
        return do(desk.case, reason=given["reason"], **_common(desk, given))

    return act


def merge(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Let the case follow another one that this officer may see."""
    try:
        parent = case_seen_by(desk.user, given["into"], on=desk.today)
    except NotFound as refusal:
        raise Invalid(refusal.message, fields={"into": refusal.message}) from None
    return cases.merge(
        desk.case, into=parent, reason=given["reason"], **_common(desk, given)
    )


def unmerge(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Take the case out of a merger."""
    return cases.unmerge(desk.case, **_common(desk, given))


def protect(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Switch protection on."""
    return cases.protect(
        desk.case,
        anonymous=given.get("is_anonymous", False),
        secret=given.get("is_secret", False),
        **_common(desk, given),
    )


def propose(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Propose a masked copy for the public."""
    return publication.propose(
        desk.case,
        title=given["title"],
        content=given["content"],
        by=desk.user,
        at=desk.now,
    )


def approve(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Approve the copy, as a second person."""
    copy, seen = _public_copy(desk), given["seen"]
    return publication.approve(copy, by=desk.user, at=desk.now, seen=seen)


def hide(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Take the copy away from the public."""
    return publication.hide(_public_copy(desk), by=desk.user, at=desk.now)


def _public_copy(desk: Desk) -> Publication:
    if desk.publication is None:
        raise NotFound(gettext("Laporan ini tidak sedang diusulkan tayang."))
    return desk.publication


def keep_promise(desk: Desk, form: Any, given: Given, files: Files) -> object:
    """Mark a promise as kept."""
    row = desk.case.promises.filter(pk=given["promise"], kept_at=None).first()
    if row is None:
        raise NotFound(gettext("Janji ini tidak ada atau sudah ditepati."))
    return cases.keep_promise(row, by=desk.user, at=desk.now)
