"""Which officers an audience means, at an organisation on a day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from django.db.models import Q

from lapor.domain.accounts.models import Grant, User
from lapor.domain.accounts.queries import at_work
from lapor.domain.accounts.rules import Role
from lapor.domain.notifications.rules import Audience

#: Who is meant, the first kind that there is. Deputies stand beside their admin.
ROLES: Final[Mapping[Audience, tuple[tuple[Role, ...], ...]]] = MappingProxyType(
    {
        Audience.LIAISON: ((Role.LIAISON_OFFICER,),),
        Audience.AGENCY_ADMIN: ((Role.AGENCY_ADMIN, Role.DEPUTY_ADMIN),),
        Audience.UNIT_HEAD: ((Role.LEADER,),),
        Audience.LEADER: ((Role.LEADER,),),
        Audience.AUDITOR: ((Role.AUDITOR,),),
        Audience.MESO: (
            (Role.COORDINATOR,),
            (Role.AGENCY_ADMIN, Role.DEPUTY_ADMIN),
        ),
        Audience.PROGRAMME_OVERSEER: ((Role.PROGRAMME_OVERSEER,),),
        Audience.NATIONAL: ((Role.NATIONAL_ADMIN,),),
        Audience.OMBUDSMAN: ((Role.OMBUDSMAN,),),
        Audience.HOLDER: (),
    }
)
#: How the ladder calls those it tells (a role), and the audience that means.
AUDIENCE_OF: Final[Mapping[str, Audience]] = MappingProxyType(
    {
        "reporter": Audience.REPORTER,
        Role.LIAISON_OFFICER: Audience.LIAISON,
        Role.AGENCY_ADMIN: Audience.AGENCY_ADMIN,
        Role.LEADER: Audience.LEADER,
        Role.AUDITOR: Audience.AUDITOR,
        Role.COORDINATOR: Audience.MESO,
        Role.PROGRAMME_OVERSEER: Audience.PROGRAMME_OVERSEER,
        Role.NATIONAL_ADMIN: Audience.NATIONAL,
        Role.OMBUDSMAN: Audience.OMBUDSMAN,
    }
)
#: These are found without knowing where they sit.
ANYWHERE: Final = frozenset(
    {Audience.PROGRAMME_OVERSEER, Audience.NATIONAL, Audience.OMBUDSMAN}
)


class Post(NamedTuple):
    """An audience at an organisation (0: wherever they are).

    The holder of an account is no post: in his place stands the key of the account.
    """

    audience: Audience
    organisation_id: int


def officers_at(posts: Collection[Post], *, on: date) -> dict[Post, list[User]]:
    """Return who fills each post on a day and is not away, with one statement.

    Those of an auditor's post may sit in the inspectorate, a unit of the agency.
    """
    roles = _roles(posts)
    anywhere = _roles([post for post in posts if not post.organisation_id])
    places = {post.organisation_id for post in posts}
    near = Q(organisation__in=places) | Q(
        role=Role.AUDITOR, organisation__agency__in=places
    )
    grants = (
        Grant.objects.filter(at_work(on), near | Q(role__in=anywhere))
        .filter(role__in=roles)
        .select_related("user__organisation", "organisation")
        .order_by("user_id")
    )
    held: dict[tuple[Role, int], dict[int, User]] = defaultdict(dict)
    for grant in grants:
        role, user = Role(grant.role), grant.user
        keys = {grant.organisation_id, 0 if role in anywhere else -1}
        if role == Role.AUDITOR:
            keys.add(grant.organisation.agency_id or -1)
        for key in keys:
            held[role, key][user.pk] = user
    alone = [post for post in posts if post.audience == Audience.HOLDER]
    holders = User.objects.in_bulk({post.organisation_id for post in alone})
    return {post: _of(post, held) for post in posts} | {
        post: [holders[post.organisation_id]]
        for post in alone
        if post.organisation_id in holders
    }


def _of(post: Post, held: Mapping[tuple[Role, int], Mapping[int, User]]) -> list[User]:
    for group in ROLES[post.audience]:
        found: dict[int, User] = {}
        for role in group:
            found |= held.get((role, post.organisation_id), {})
        if found:
            return list(found.values())
    return []


def _roles(posts: Collection[Post]) -> set[Role]:
    return {role for post in posts for group in ROLES[post.audience] for role in group}
