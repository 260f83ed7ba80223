"""After the fixing: make known, recommend, follow up, end."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.ledger.actions import record
from lapor.domain.monev.models import Round
from lapor.domain.monev.queries.content import result_content
from lapor.domain.monev.rules.rounds import after_recommending
from lapor.domain.monev.rules.words import SETTLED, RoundAct
from lapor.domain.organisations.models import Organisation
from lapor.domain.plans import actions as plans
from lapor.domain.plans.models import Recommendation
from lapor.domain.plans.rules.words import OPEN
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid, NotAllowedNow

from .signing import sign
from .steps import begin, finish, locked, words


@transaction.atomic
def publish_round(round: Round, *, by: User, at: datetime) -> Round:
    """Make the results known to the audience of the tier."""
    found = begin(round, RoundAct.PUBLISH, by=by, at=at)
    found.published_at = at
    sign(
        found,
        "publication",
        result_content(found),
        by=by,
        at=at,
        actions=[Action.PUBLISH_RESULT],
    )
    finish(found, RoundAct.PUBLISH, by=by, at=at, audience=found.audience)
    return found


@transaction.atomic
def keep_document(
    round: Round, *, key: str, sha256: str, by: Actor, at: datetime
) -> Round:
    """Remember the file of the result letter: its key and its SHA-256, hexadecimal.

    Called by whoever made it; made anew, it replaces the one before.
    """
    found = locked(round)
    if found.standing not in SETTLED:
        raise NotAllowedNow(_("Surat hasil dibuat setelah hasil ditetapkan."))
    found.document, found.document_hash = key, sha256
    found.save(update_fields=["document", "document_hash"])
    record(
        "round.issued", subject=found.ref, actor=by, at=at, code=found.code, hash=sha256
    )
    return found


@transaction.atomic
def recommend(
    round: Round,
    *,
    subject: Organisation,
    text: str,
    due_on: date,
    by: User,
    at: datetime,
    template: str = "",
) -> Recommendation:
    """Recommend something to a subject of the round, to be done by a day.

    ``template`` is the key of the text of the library it began with, if any.
    """
    found = begin(round, RoundAct.RECOMMEND, by=by, at=at)
    if not found.sheets.filter(subject=subject).exists():
        why = _("%(name)s tidak dinilai dalam putaran ini.") % {"name": subject.name}
        raise Invalid(why, fields={"subject": why})
    given = plans.recommend(
        giver=found.assessor,
        subject=subject,
        text=words(text, field="text"),
        due_on=due_on,
        by=by.actor,  # asked above, for the round; its overseer may be another by now
        at=at,
        tier=found.tier,
        round_number=found.code,
        template=template,
    )
    found.state = after_recommending(found.standing)
    finish(
        found,
        RoundAct.RECOMMEND,
        by=by,
        at=at,
        organisation=subject.code,
        recommendation=given.pk,
        due_on=due_on.isoformat(),
    )
    return given


@transaction.atomic
def end_round(round: Round, *, by: User, at: datetime) -> Round:
    """End a round whose recommendations are all verified or refused with a reason."""
    found = begin(round, RoundAct.END, by=by, at=at)
    given = Recommendation.objects.filter(round_number=found.code, state__in=OPEN)
    if left := given.count():
        raise NotAllowedNow(
            _("Masih ada %(count)d rekomendasi yang belum selesai diverifikasi.")
            % {"count": left}
        )
    found.ended_at = at
    finish(found, RoundAct.END, by=by, at=at)
    return found
