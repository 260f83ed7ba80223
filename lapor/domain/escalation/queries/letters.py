"""Letters as far as an officer may see them."""

from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from lapor.domain.cases.models import Case
from lapor.domain.escalation.models import Letter, LetterLine
from lapor.kernel.errors import NotFound

#: Whose letters they are at either end; clerks and liaison officers get none.
READERS = frozenset(
    {
        Role.AGENCY_ADMIN,
        Role.DEPUTY_ADMIN,
        Role.LEADER,
        Role.AUDITOR,
        Role.COORDINATOR,
        Role.PROGRAMME_OVERSEER,
        Role.NATIONAL_ADMIN,
    }
)


def letters_seen_by(user: User, *, on: date) -> QuerySet[Letter]:
    """Return the letters sent by or to an office of this person, newest first.

    The national admin sees all.
    """
    grants = [g for g in user.valid_grants(on=on) if g.role in READERS]
    letters = (
        Letter.objects.select_related("sender", "receiver")
        .annotate(cases=Count("lines"))
        .order_by("-prepared_at", "-pk")
    )
    if any(g.role == Role.NATIONAL_ADMIN for g in grants):
        return letters
    homes = {g.organisation.agency_id for g in grants}
    return letters.filter(Q(sender__in=homes) | Q(receiver__in=homes))


def letters_about(user: User, case: Case, *, on: date) -> QuerySet[Letter]:
    """Return those of his letters that name a case, newest first."""
    lines = LetterLine.objects.filter(climb__case=case)
    return letters_seen_by(user, on=on).filter(pk__in=lines.values("letter"))


def letter_seen_by(user: User, key: int, *, on: date) -> Letter:
    """Return one issued letter, or raise NotFound, also when it is for other eyes."""
    found = letters_seen_by(user, on=on).filter(pk=key).first()
    if found is None or found.issued_at is None:
        raise NotFound(_("Surat itu tidak ada, belum jadi, atau bukan untuk Anda."))
    return found
