"""The scope matrix: every cell is built in the database and asked of the policies."""

from collections.abc import Callable
from datetime import date

import pytest

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Role
from lapor.domain.analytics.rules.indicator import Part
from lapor.domain.monev import policies
from lapor.domain.monev.models import Round, Sheet
from lapor.domain.monev.queries.rounds import sheets_seen_by
from lapor.domain.monev.rules.scope import Cell, Deed, Scope, matrix
from lapor.domain.monev.rules.tiers import TIERS
from lapor.domain.monev.rules.words import RoundAct, RoundState, SheetAct, Tier
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.rules import OrganisationKind, OversightKind
from lapor.kernel.errors import NotPermitted
from tests.factories.accounts import make_officer, make_officers
from tests.factories.monev import TODAY, Corner, make_corner, make_round
from tests.factories.organisations import agency, oversight, region, unit

pytestmark = pytest.mark.django_db

CELLS = list(matrix())
#: Written by hand: what is open at all. Whatever is not here must be closed.
JUDGES = {
    Tier.MICRO_AGENCY: {Role.AGENCY_ADMIN, Role.DEPUTY_ADMIN},
    Tier.MICRO_AUDITOR: {Role.AUDITOR},
    Tier.MESO_COORDINATION: {Role.COORDINATOR, Role.AGENCY_ADMIN},
    Tier.MESO_TERRITORY: {Role.COORDINATOR, Role.AGENCY_ADMIN},
    Tier.MESO_HOME_AFFAIRS: {Role.COORDINATOR, Role.AGENCY_ADMIN},
    Tier.THEMATIC_PROGRAMME: {Role.PROGRAMME_OVERSEER},
    Tier.THEMATIC_RESOLUTION: {Role.OMBUDSMAN},
    Tier.MACRO: {Role.NATIONAL_ADMIN},
}
MICRO = {Tier.MICRO_AGENCY, Tier.MICRO_AUDITOR}
ADMINS = {Role.AGENCY_ADMIN, Role.DEPUTY_ADMIN}
AT_HOME = {*ADMINS, Role.AUDITOR, Role.NATIONAL_ADMIN}


def expected(cell: Cell) -> bool:
    """Say by hand whether a cell is open."""
    if cell.scope == Scope.UNDER:
        return cell.deed in {Deed.READ, Deed.EVALUATE, Deed.PUBLISH}
    if cell.scope == Scope.BELOW:
        return cell.deed == Deed.READ and cell.tier not in MICRO
    if cell.scope == Scope.OWN:
        return (cell.deed == Deed.READ and cell.role in AT_HOME) or (
            cell.deed == Deed.FILL and cell.role in ADMINS
        )
    return False


def sheet_in(cell_scope: Scope, corner: Corner, part: Part) -> Sheet:
    """Build the sheet that stands in this scope to the corner's assessor."""
    parts = [part.value]
    if cell_scope == Scope.UNDER:
        made = make_round(corner.tier, corner.assessor, corner.subject, parts=parts)
    elif cell_scope == Scope.OWN:
        made = _over(corner.assessor.agency, parts)
    elif cell_scope in {Scope.BELOW, Scope.BELOW_RUNNING}:
        running = cell_scope == Scope.BELOW_RUNNING
        made = _micro(corner, parts, is_running=running)
    elif cell_scope == Scope.BESIDE:
        other = make_corner(corner.tier)
        made = make_round(other.tier, other.assessor, other.subject, parts=parts)
    else:
        made = _former(corner, parts)
    return made.sheets.select_related("round__assessor", "subject__agency").get()


def _over(subject: Organisation, parts: list[str]) -> Round:
    above = agency(kind=OrganisationKind.COORDINATING_MINISTRY)
    oversight(above, subject, OversightKind.COORDINATION)
    return make_round(Tier.MESO_COORDINATION, above, subject, parts=parts)


def _micro(corner: Corner, parts: list[str], *, is_running: bool) -> Round:
    home = agency() if corner.tier in MICRO else corner.subject
    state = RoundState.OPENED if is_running else RoundState.FIXED
    return make_round(Tier.MICRO_AGENCY, home, unit(home), state=state, parts=parts)


def _former(corner: Corner, parts: list[str]) -> Round:
    home = agency()
    if edge := TIERS[corner.tier].edge:
        oversight(corner.assessor, home, edge, valid_until=date(2026, 8, 2))
    state = RoundState.FIXED
    return make_round(Tier.MICRO_AGENCY, home, unit(home), state=state, parts=parts)


def answers(user: User, sheet: Sheet, deed: Deed) -> set[bool]:
    """Ask every policy that the deed stands for."""
    if deed == Deed.READ:
        return {sheets_seen_by(user, on=TODAY).filter(pk=sheet.pk).exists()}
    if deed == Deed.PUBLISH:
        asked: list[Callable[[], None]] = [_round(user, sheet, RoundAct.PUBLISH)]
    elif deed == Deed.EVALUATE:
        rounds = (
            RoundAct.OPEN,
            RoundAct.HOLD_PLENARY,
            RoundAct.FIX,
            RoundAct.RECOMMEND,
        )
        sheets = (SheetAct.SCORE, SheetAct.VERIFY, SheetAct.ASK, SheetAct.DECIDE)
        asked = [_round(user, sheet, act) for act in rounds]
        asked += [_sheet(user, sheet, act) for act in sheets]
    else:
        filling = (SheetAct.FILL, SheetAct.ATTACH, SheetAct.ANSWER)
        acts = filling if deed == Deed.FILL else (SheetAct.SUBMIT,)
        asked = [_sheet(user, sheet, act) for act in acts]
    return {_passes(policy) for policy in asked}


def _round(user: User, sheet: Sheet, act: RoundAct) -> Callable[[], None]:
    return lambda: policies.may_act(user, sheet.round, act, on=TODAY)


def _sheet(user: User, sheet: Sheet, act: SheetAct) -> Callable[[], None]:
    return lambda: policies.may_act_on_sheet(user, sheet, act, on=TODAY)


def _passes(policy: Callable[[], None]) -> bool:
    try:
        policy()
    except NotPermitted:
        return False
    return True


def test_the_matrix_has_every_cell_once():
    keys = [(c.tier, c.role, c.part, c.deed, c.scope) for c in CELLS]

    roles = sum(map(len, JUDGES.values()))

    assert len(set(keys)) == len(keys) == roles * len(Part) * len(Deed) * len(Scope)


def test_the_matrix_worked_out_is_the_one_written_by_hand():
    wrong = [cell for cell in CELLS if cell.is_open != expected(cell)]

    assert wrong == []


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize("tier", Tier)
def test_the_policies_agree_with_every_cell(tier: Tier, part: Part):
    corner = make_corner(tier)
    roles = sorted(JUDGES[tier])
    users = dict(
        zip(
            roles,
            make_officers([(role, corner.assessor) for role in roles]),
            strict=True,
        )
    )
    sheets = {scope: sheet_in(scope, corner, part) for scope in Scope}

    asked = [cell for cell in CELLS if (cell.tier, cell.part) == (tier, part)]
    wrong = [
        (cell, found)
        for cell in asked
        if (found := answers(users[cell.role], sheets[cell.scope], cell.deed))
        != {cell.is_open}
    ]

    assert asked
    assert wrong == []


@pytest.mark.parametrize("tier", Tier)
def test_every_other_role_is_shut_out_of_every_deed(tier: Tier):
    corner = make_corner(tier)
    sheet = sheet_in(Scope.UNDER, corner, Part.PERFORMANCE)
    elsewhere = agency()
    strangers = make_officers([(role, elsewhere) for role in Role])

    opened = [
        (str(user), deed)
        for user in strangers
        for deed in Deed
        if answers(user, sheet, deed) != {False}
    ]

    assert opened == []


def test_auditors_read_all_rounds_of_their_agency_and_change_none():
    home = agency()
    auditor = make_officer(Role.AUDITOR, unit(home, duties="inspektorat"))
    made = make_round(Tier.MICRO_AGENCY, home, unit(home))

    sheet = made.sheets.get()

    assert list(sheets_seen_by(auditor, on=TODAY)) == [sheet]
    assert policies.acts_on_round(auditor, made, on=TODAY) == []
    assert policies.acts_on_sheet(auditor, sheet, on=TODAY) == []


def test_an_admin_who_is_also_liaison_of_a_unit_does_not_judge_that_unit():
    home = agency()
    own = unit(home)
    admin = make_officer(Role.AGENCY_ADMIN, home)
    admin.organisation = own
    sheet = make_round(Tier.MICRO_AGENCY, home, own).sheets.get()

    with pytest.raises(NotPermitted, match="unit kerja ini"):
        policies.may_act_on_sheet(admin, sheet, SheetAct.SCORE, on=TODAY)


def test_who_filled_a_sheet_does_not_judge_it():
    corner = make_corner(Tier.MESO_TERRITORY)
    user = make_officer(Role.COORDINATOR, corner.assessor)
    sheet = make_round(corner.tier, corner.assessor, corner.subject).sheets.get()
    sheet.items.update(filled_by=user.actor.ref)

    with pytest.raises(NotPermitted, match="ikut mengisi"):
        policies.may_act_on_sheet(user, sheet, SheetAct.SCORE, on=TODAY)


def test_an_auditor_who_also_runs_the_desk_judges_nobody_there():
    corner = make_corner(Tier.MICRO_AUDITOR)
    user = make_officer(Role.AUDITOR, corner.assessor)
    user.grants.create(
        role=Role.AGENCY_ADMIN,
        organisation=corner.assessor.agency,
        valid_from=date(2020, 1, 6),
        given_by="system",
    )
    sheet = make_round(corner.tier, corner.assessor, corner.subject).sheets.get()

    with pytest.raises(NotPermitted, match="auditor lain"):
        policies.may_act_on_sheet(user, sheet, SheetAct.SCORE, on=TODAY)


def test_nobody_of_the_ministry_judges_his_own_province():
    corner = make_corner(Tier.MESO_HOME_AFFAIRS)
    corner.subject.region = region("32.04")
    corner.subject.save()
    corner.assessor.region = region("32.73", "Kota Bandung")
    corner.assessor.save()
    user = make_officer(Role.COORDINATOR, corner.assessor)
    sheet = make_round(corner.tier, corner.assessor, corner.subject).sheets.get()

    with pytest.raises(NotPermitted, match="provinsi yang sama"):
        policies.may_act_on_sheet(user, sheet, SheetAct.SCORE, on=TODAY)
