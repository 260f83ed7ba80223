"""Making a case public: one proposes, another approves, a delay allows to undo."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Required, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.cases import actions as cases
from lapor.domain.cases.models import Case, Category, Classification
from lapor.domain.cases.queries import is_permitted
from lapor.domain.cases.rules import State
from lapor.domain.deadlines.queries import allowance
from lapor.domain.deadlines.rules import Allowed
from lapor.domain.ledger.actions import record
from lapor.domain.organisations.models import Organisation
from lapor.domain.publication.models import Publication
from lapor.kernel import bulk
from lapor.kernel.errors import Conflict, Invalid, NotAllowedNow, NotPermitted
from lapor.kernel.text import clean, mask

PUBLICATION_COLUMNS = (
    *("case_id", "title", "content", "agency_id", "category_id", "region_id"),
    *("received_at", "proposed_by", "proposed_at", "approved_by", "visible_from"),
)


class Dispatch(TypedDict, total=False):
    """What ``cases.actions.dispatch`` needs besides who and when."""

    to: Required[Organisation]
    classification: Required[Classification]
    category: Required[Category | None]
    title: str
    note: str
    version: int | None


@transaction.atomic
def propose(
    case: Case, *, title: str = "", content: str = "", by: User, at: datetime
) -> Publication:
    """Propose a masked copy for the public. Nothing becomes visible by this.

    Numbers of identity cards, telephones, accounts and plates are masked once more,
    whatever the officer left in. Raises NotAllowedNow for a secret or unverified case.
    """
    _demand(by, case, Action.PROPOSE_PUBLICATION, at)
    if case.is_secret:
        raise NotAllowedNow(_("Laporan rahasia tidak pernah ditayangkan."))
    if case.state in {State.RECEIVED, State.ON_HOLD, State.ARCHIVED}:
        raise NotAllowedNow(_("Laporan ditayangkan sesudah diverifikasi."))
    shown = clean(title or case.shown_title, max_length=255)
    text = clean(content or case.content, max_length=10_000, multiline=True)
    if not shown or not text:
        raise Invalid(_("Judul dan isi yang ditayangkan tidak boleh kosong."))
    publication, _is_new = Publication.objects.update_or_create(
        case=case,
        defaults={
            "title": mask(shown),
            "content": mask(text),
            "agency": case.agency,
            "category": case.category,
            "region": case.region,
            "received_at": case.received_at,
            "proposed_by": by.actor.ref,
            "proposed_at": at,
            "approved_by": "",
            "visible_from": None,
        },
    )
    record("publication.proposed", subject=case.ref, actor=by.actor, at=at)
    return publication


@transaction.atomic
def dispatch_and_propose(
    case: Case, *, by: User, at: datetime, **dispatch: Unpack[Dispatch]
) -> Case:
    """Verify, dispatch, and propose for the public in one step; all or nothing."""
    done = cases.dispatch(case, by=by, at=at, **dispatch)
    propose(done, by=by, at=at)
    return done


@transaction.atomic
def approve(
    publication: Publication, *, by: User, at: datetime, seen: datetime | None = None
) -> Publication:
    """Approve as a second person; visible after fifteen minutes, unless taken back.

    ``seen`` is when the copy was proposed that he has read: Conflict when another one
    took its place since.
    """
    locked = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    case = Case.objects.select_related("agency").get(pk=locked.case_id)
    _demand(by, case, Action.APPROVE_PUBLICATION, at)
    if seen is not None and seen != locked.proposed_at:
        raise Conflict(
            _("Naskah ini baru saja diubah. Baca lagi yang terbaru, lalu putuskan.")
        )
    if locked.proposed_by == by.actor.ref:
        raise NotPermitted(
            _("Usulan tayang disetujui oleh orang lain, bukan pengusulnya.")
        )
    if case.is_secret:
        raise NotAllowedNow(_("Laporan rahasia tidak pernah ditayangkan."))
    locked.approved_by = by.actor.ref
    delay = allowance(Allowed.PUBLICATION_MINUTES, on=at.date())
    locked.visible_from = at + timedelta(minutes=delay)
    locked.save(update_fields=["approved_by", "visible_from"])
    record("publication.approved", subject=case.ref, actor=by.actor, at=at)
    return locked


@transaction.atomic
def hide(publication: Publication, *, by: User, at: datetime) -> None:
    """Take a case out of the public eye at once; one person is enough."""
    case = Case.objects.select_related("agency").get(pk=publication.case_id)
    _demand(by, case, Action.APPROVE_PUBLICATION, at)
    publication.delete()
    record("publication.hidden", subject=case.ref, actor=by.actor, at=at)


@transaction.atomic
def copy_publications(rows: Iterable[Sequence[object]]) -> int:
    """Write made-up publications by COPY, in the order of ``PUBLICATION_COLUMNS``."""
    return bulk.copy_in(Publication, PUBLICATION_COLUMNS, rows)


def _demand(by: User, case: Case, action: Action, at: datetime) -> None:
    if not is_permitted(by, case, action, on=cases.local_day(at, case.agency)):
        raise NotPermitted(_("Anda tidak berwenang menayangkan laporan ini."))
