"""Who may do an act: the permission table for officers, the code for the reporter."""

from datetime import date

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.domain.accounts.rules import Action
from lapor.domain.organisations.models import Organisation
from lapor.domain.organisations.queries import overseen_by
from lapor.domain.organisations.rules import OversightKind
from lapor.kernel.actor import REPORTER, SYSTEM, Actor
from lapor.kernel.errors import Invalid, NotPermitted

from .models import Case
from .queries.hops import is_party
from .queries.seen import guided_ids, is_permitted, rules_of
from .rules import Step


def may_do(by: User | Actor, case: Case, step: Step, *, on: date) -> None:
    """Raise NotPermitted unless ``by`` may take this step with this case.

    The reporter has proved by number and code that the case is his: the door has
    seen to that. The system acts on expired clocks only.
    """
    if isinstance(by, User):
        if step.doer.action and is_permitted(by, case, step.doer.action, on=on):
            return
    elif (by == REPORTER and step.doer.reporter and not case.is_finding) or (
        by == SYSTEM and step.doer.system
    ):
        return
    raise NotPermitted(
        _("Anda tidak berwenang melakukan “%(act)s” pada laporan ini.")
        % {"act": step.act.label}
    )


def may_send_to(by: User, case: Case, target: Organisation, *, on: date) -> None:
    """An agency keeps what it verifies; only a dispatcher sends it to another.

    The national admin dispatches everywhere, a province to its own regencies and
    cities (domain §4.2).
    """
    if target.agency_id == case.agency_id:
        return
    must_exist(target)
    if is_permitted(by, case, Action.DISPATCH, on=on):
        return
    for grant, _rule in rules_of(by, Action.VERIFY, on=on):
        home = grant.organisation.agency_id
        if home is None or target.agency_id is None or home != case.agency_id:
            continue
        below = overseen_by(home, OversightKind.TERRITORIAL_GUIDANCE, on)
        if below.filter(pk=target.agency_id).exists():
            return
    raise NotPermitted(
        _(
            "Anda tidak dapat mendisposisikan ke instansi lain. "
            "Gunakan “Bukan wewenang kami” dan sebutkan instansi yang tepat."
        )
    )


def must_exist(target: Organisation) -> None:
    """An agency that was dissolved or merged gets no case any more. Raises Invalid."""
    if not target.is_active:
        sentence = _("%(office)s sudah tidak aktif. Pilih penerusnya.") % {
            "office": target.name
        }
        raise Invalid(sentence, fields={"to": sentence})


def may_arbitrate(by: User, case: Case, *, on: date) -> None:
    """Nobody decides about a statement of his own, no province about its own dispatch.

    Whoever asked, or sent the case there, leaves it to the national admin (§4.2).
    """
    if is_party(by, case, on=on):
        raise NotPermitted(
            _(
                "Anda sendiri pihak dalam sengketa ini. Putusannya dibuat orang lain, "
                "paling akhir admin nasional."
            )
        )


def may_award(by: User, case: Case, target: Organisation, *, on: date) -> None:
    """The national admin awards a case to any agency, a province to its own alone.

    Its own are itself and its regencies and cities; what belongs elsewhere is decided
    by the nation.
    """
    must_exist(target)
    if is_permitted(by, case, Action.DISPATCH, on=on):
        return
    for grant, _rule in rules_of(by, Action.DECIDE_RETURN, on=on):
        home = {grant.organisation.agency_id}
        if target.agency_id in home | guided_ids(by, grant, on=on):
            return
    raise NotPermitted(
        _(
            "Provinsi hanya dapat mengalihkan ke dirinya dan ke kabupaten atau kota di "
            "wilayahnya. Ke instansi lain, admin nasional yang memutuskan."
        )
    )


def may_see_identity(by: User, case: Case, *, on: date) -> None:
    """Raise NotPermitted unless the table opens this reporter's identity."""
    if not is_permitted(by, case, Action.SEE_IDENTITY, on=on):
        raise NotPermitted(_("Identitas pelapor tidak terbuka untuk Anda."))


def may_read(by: User, case: Case, *, on: date) -> None:
    """Raise NotPermitted unless the table opens this case."""
    if not is_permitted(by, case, Action.READ_CASE, on=on):
        raise NotPermitted(_("Laporan ini tidak terbuka untuk Anda."))
