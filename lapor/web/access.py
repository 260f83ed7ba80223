"""The one table that says who may open which route. A route without a row is shut.

The guard asks one coarse question: has this person any business here? Whether he may do
this to *this* case is judged in the domain, by the permission table of ``accounts``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import has_action
from lapor.domain.accounts.rules import Action
from lapor.kernel import clock
from lapor.web import failures, passes
from lapor.web.account import sessions


class Open(Enum):
    """Requirements that need no permission of the table."""

    PUBLIC = "everybody"
    REPORTER = "whoever holds the pass of the case in the address"
    MEMBER = "whoever has logged in"
    OFFICER = "whoever has logged in and holds a valid mandate"


@dataclass(frozen=True, slots=True)
class Needs:
    """Some valid mandate of the person must carry one of these actions."""

    actions: tuple[Action, ...]

    def __init__(self, *actions: Action) -> None:
        """Name one action, or several of which one is enough."""
        object.__setattr__(self, "actions", actions)


Requirement = Open | Needs

_MACHINES: Final = {name: Open.PUBLIC for name in ("healthz", "readyz", "metrics")}
_PORTAL: Final[Mapping[str, Requirement]] = {
    "portal:home": Open.PUBLIC,
    "portal:report": Open.PUBLIC,
    "portal:receipt": Open.PUBLIC,
    "portal:similar": Open.PUBLIC,
    "portal:track": Open.PUBLIC,
    "portal:list": Open.PUBLIC,
    "portal:publication": Open.PUBLIC,
    "portal:voice": Open.PUBLIC,
    "portal:comment": Open.PUBLIC,
    "portal:followed": Open.PUBLIC,
    "portal:agency": Open.PUBLIC,
    "portal:agencies": Open.PUBLIC,
    "portal:statistics": Open.PUBLIC,
    "portal:results": Open.PUBLIC,
    "portal:regions": Open.PUBLIC,
    "portal:edition": Open.PUBLIC,
    "portal:survey": Open.PUBLIC,
    "portal:survey_thanks": Open.PUBLIC,
    "portal:rating": Open.PUBLIC,
    "portal:stop": Open.PUBLIC,
    "portal:verify": Open.PUBLIC,
    "portal:verify_token": Open.PUBLIC,
    "portal:file": Open.PUBLIC,
    "portal:language": Open.PUBLIC,
    "portal:privacy": Open.PUBLIC,
    "portal:case": Open.REPORTER,
    "portal:why": Open.REPORTER,
    "portal:wishes": Open.REPORTER,
    "portal:contact": Open.REPORTER,
    "portal:act": Open.REPORTER,
    "portal:ombudsman": Open.REPORTER,
    "portal:ombudsman_back": Open.REPORTER,
    "portal:information": Open.REPORTER,
    "portal:case_file": Open.REPORTER,
    "portal:leave": Open.REPORTER,
}
_LOG_IN: Final[Mapping[str, Requirement]] = {
    "account_login": Open.PUBLIC,
    "account_inactive": Open.PUBLIC,
    "mfa_authenticate": Open.PUBLIC,
    "mfa_login_webauthn": Open.PUBLIC,
    "account_logout": Open.PUBLIC,
    "account_reauthenticate": Open.MEMBER,
    "account_change_password": Open.MEMBER,
    "account_set_password": Open.MEMBER,
    "mfa_index": Open.MEMBER,
    "mfa_reauthenticate": Open.MEMBER,
    "mfa_view_recovery_codes": Open.MEMBER,
    "mfa_generate_recovery_codes": Open.MEMBER,
    "mfa_download_recovery_codes": Open.MEMBER,
    "mfa_activate_totp": Open.MEMBER,
    "mfa_deactivate_totp": Open.MEMBER,
    "mfa_list_webauthn": Open.MEMBER,
    "mfa_add_webauthn": Open.MEMBER,
    "mfa_reauthenticate_webauthn": Open.MEMBER,
    "mfa_remove_webauthn": Open.MEMBER,
    "mfa_edit_webauthn": Open.MEMBER,
}
#: Hooks know their callers by signatures, not by sessions.
_HOOKS: Final[Mapping[str, Requirement]] = {
    "hooks:ombudsman_status": Open.PUBLIC,
    "hooks:sms": Open.PUBLIC,
    "hooks:sms_kannel": Open.PUBLIC,
    "hooks:sms_kannel_report": Open.PUBLIC,
    "hooks:social": Open.PUBLIC,
    "hooks:telegram": Open.PUBLIC,
    "hooks:whatsapp": Open.PUBLIC,
}
# Each area adds its own rows here, under its own name.
_DESK: Final[Mapping[str, Requirement]] = {
    "desk:queue": Open.OFFICER,
    "desk:contact": Needs(Action.SEE_IDENTITY),
    "desk:search": Open.OFFICER,
    "desk:inbox": Open.OFFICER,
    "desk:inbox_read": Open.OFFICER,
    "desk:wishes": Open.OFFICER,
    "desk:browser": Open.OFFICER,
    "desk:push_worker": Open.OFFICER,
    "desk:calls": Needs(Action.SEE_IDENTITY),
    "desk:call": Needs(Action.SEE_IDENTITY),
    "desk:export": Needs(Action.EXPORT),
    "desk:counter": Needs(Action.ENTER_CASE),
    "desk:receipt": Needs(Action.ENTER_CASE),
    "desk:similar": Needs(Action.ENTER_CASE),
    "desk:batch": Needs(Action.ENTER_CASE),
    "desk:batch_example": Needs(Action.ENTER_CASE),
    "desk:offices": Open.OFFICER,
    "desk:regions": Open.OFFICER,
    "desk:subtopics": Open.OFFICER,
    "desk:case": Needs(Action.READ_CASE),
    "desk:identity": Needs(Action.SEE_IDENTITY),
    "desk:letter": Needs(Action.SEE_IDENTITY),
    "desk:disputes": Needs(Action.DECIDE_RETURN),
    "desk:routes": Needs(Action.DISPATCH),
    "desk:routes_learn": Needs(Action.DISPATCH),
    "desk:route": Needs(Action.DISPATCH),
    "desk:route_switch": Needs(Action.DISPATCH),
    "desk:history": Needs(Action.READ_CASE),
    "desk:duty": Open.OFFICER,
    "desk:leave_cancel": Open.OFFICER,
    "desk:post_hand": Open.OFFICER,
    "desk:post": Open.OFFICER,
    "desk:alike": Needs(Action.READ_CASE),
    "desk:compare": Needs(Action.READ_CASE),
    "desk:comments": Needs(Action.APPROVE_PUBLICATION),
    "desk:comment_decide": Needs(Action.APPROVE_PUBLICATION),
    "desk:handovers": Needs(Action.TAKE_OVER),
    "desk:handover": Needs(Action.TAKE_OVER),
    "desk:package": Needs(Action.TAKE_OVER),
    "desk:information_list": Needs(Action.FOLLOW_UP),
    "desk:information": Needs(Action.FOLLOW_UP),
    "desk:escalation": Needs(Action.READ_CASE),
    "desk:escalation_case": Needs(Action.READ_CASE),
    "desk:escalation_letter": Needs(Action.READ_CASE),
}
_EVALUATES: Final = Needs(Action.EVALUATE, Action.PUBLISH_RESULT)
_INSIDE: Final = Needs(
    Action.OVERSEE, Action.EVALUATE, Action.FILL_SHEET, Action.SIGN_SHEET
)
_AUDITED: Final = Needs(Action.VERIFY_PLAN, Action.FILL_SHEET, Action.SIGN_SHEET)
_PLANS: Final = Needs(
    Action.OVERSEE,
    Action.EVALUATE,
    Action.KEEP_PLAN,
    Action.SIGN_SHEET,
    Action.VERIFY_PLAN,
)
_MONEV: Final[Mapping[str, Requirement]] = {
    "monev:home": Needs(
        Action.OVERSEE, Action.FILL_SHEET, Action.SIGN_SHEET, Action.KEEP_PLAN
    ),
    "monev:charts": Needs(Action.OVERSEE),
    "monev:brief": Needs(Action.OVERSEE),
    "monev:numbers": Needs(Action.OVERSEE),
    "monev:number_rows": Needs(Action.OVERSEE),
    "monev:documents": _INSIDE,
    "monev:document_make": _INSIDE,
    "monev:document": _INSIDE,
    "monev:rounds": _INSIDE,
    "monev:round_make": _EVALUATES,
    "monev:round": _INSIDE,
    "monev:result": _INSIDE,
    "monev:ranking": _INSIDE,
    "monev:preview": Needs(Action.EVALUATE),
    "monev:round_act": _EVALUATES,
    "monev:sheet": _INSIDE,
    "monev:sheet_save": Needs(Action.FILL_SHEET),
    "monev:sheet_sign": _INSIDE,
    "monev:sheet_verify": _EVALUATES,
    "monev:sheet_close": _EVALUATES,
    "monev:sheet_points": _INSIDE,
    "monev:sheet_ask": _EVALUATES,
    "monev:sheet_answer": Needs(Action.FILL_SHEET),
    "monev:sheet_decide": _EVALUATES,
    "monev:sheet_evidence": _INSIDE,
    "monev:evidence_remove": Needs(Action.FILL_SHEET),
    "monev:evidence": _INSIDE,
    "monev:audit": Needs(Action.VERIFY_PLAN),
    "monev:lhm": _AUDITED,
    "monev:lhm_make": Needs(Action.VERIFY_PLAN),
    "monev:lhm_page": _AUDITED,
    "monev:lhm_finding": Needs(Action.VERIFY_PLAN),
    "monev:lhm_finding_edit": Needs(Action.VERIFY_PLAN),
    "monev:lhm_finding_drop": Needs(Action.VERIFY_PLAN),
    "monev:lhm_respond": Needs(Action.FILL_SHEET),
    "monev:lhm_send": Needs(Action.VERIFY_PLAN),
    "monev:lhm_take_back": Needs(Action.VERIFY_PLAN),
    "monev:lhm_sign": Needs(Action.VERIFY_PLAN),
    "monev:issues": Needs(Action.OVERSEE, Action.KEEP_PLAN),
    "monev:issue": Needs(Action.OVERSEE, Action.KEEP_PLAN),
    "monev:issue_cause": Needs(Action.KEEP_PLAN),
    "monev:measure_plan": Needs(Action.KEEP_PLAN),
    "monev:issue_end": Needs(Action.KEEP_PLAN),
    "monev:measures": Needs(Action.OVERSEE, Action.KEEP_PLAN),
    "monev:programme_plan": Needs(Action.KEEP_PLAN),
    "monev:measure_finish": Needs(Action.KEEP_PLAN),
    "monev:measure_proof": Needs(Action.OVERSEE, Action.KEEP_PLAN),
    "monev:findings": Needs(Action.VERIFY_PLAN, Action.EVALUATE),
    "monev:silence": Needs(Action.VERIFY_PLAN, Action.EVALUATE),
    "monev:finding": Needs(Action.VERIFY_PLAN, Action.EVALUATE),
    "monev:samples": Needs(Action.OVERSEE),
    "monev:sample_draw": Needs(Action.SCORE_ANSWERS),
    "monev:sample": Needs(Action.OVERSEE),
    "monev:sample_meeting": Needs(Action.SCORE_ANSWERS),
    "monev:checks": Needs(Action.OVERSEE),
    "monev:check": Needs(Action.SCORE_ANSWERS),
    "monev:check_file": Needs(Action.SCORE_ANSWERS),
    "monev:score_next": Needs(Action.SCORE_ANSWERS),
    "monev:score": Needs(Action.SCORE_ANSWERS),
    "monev:score_save": Needs(Action.SCORE_ANSWERS),
    "monev:plans": _PLANS,
    "monev:plan_make": Needs(Action.KEEP_PLAN),
    "monev:plan": _PLANS,
    "monev:plan_edit": Needs(Action.KEEP_PLAN),
    "monev:plan_submit": Needs(Action.KEEP_PLAN),
    "monev:plan_approve": Needs(Action.SIGN_SHEET),
    "monev:plan_return": Needs(Action.SIGN_SHEET),
    "monev:plan_revise": Needs(Action.KEEP_PLAN),
    "monev:plan_file": Needs(Action.KEEP_PLAN),
    "monev:item_make": Needs(Action.KEEP_PLAN),
    "monev:item": _PLANS,
    "monev:item_edit": Needs(Action.KEEP_PLAN),
    "monev:item_drop": Needs(Action.KEEP_PLAN),
    "monev:item_cancel": Needs(Action.KEEP_PLAN),
    "monev:progress": Needs(Action.KEEP_PLAN),
    "monev:progress_check": Needs(Action.VERIFY_PLAN),
    "monev:proof": _PLANS,
    "monev:recommendations": _PLANS,
    "monev:recommendation_give": Needs(Action.EVALUATE),
    "monev:recommendation": _PLANS,
    "monev:recommendation_act": _PLANS,
    "monev:instruments": _INSIDE,
    "monev:instrument": _INSIDE,
    "monev:instrument_propose": Needs(Action.MANAGE_INSTRUMENT),
    "monev:instrument_revise": Needs(Action.MANAGE_INSTRUMENT),
    "monev:instrument_preview": Needs(Action.MANAGE_INSTRUMENT),
    "monev:instrument_approve": Needs(Action.MANAGE_INSTRUMENT),
    "monev:instrument_refuse": Needs(Action.MANAGE_INSTRUMENT),
    "monev:surveys": Needs(Action.OVERSEE),
    "monev:survey_open": Needs(Action.FILL_SHEET),
    "monev:registers": Needs(Action.FILL_SHEET),
    "monev:survey": Needs(Action.OVERSEE),
    "monev:survey_close": Needs(Action.FILL_SHEET),
    "monev:editions": Open.OFFICER,
    "monev:edition_make": Needs(Action.MANAGE_INSTRUMENT),
    "monev:edition": Open.OFFICER,
    "monev:entry_make": Needs(Action.FILL_SHEET),
    "monev:juror_name": Needs(Action.MANAGE_INSTRUMENT),
    "monev:judge": Open.OFFICER,
    "monev:stage_decide": Needs(Action.MANAGE_INSTRUMENT),
    "monev:edition_publish": Needs(Action.MANAGE_INSTRUMENT),
    "monev:practices": Open.OFFICER,
    "monev:practice_share": Needs(Action.FILL_SHEET),
    "monev:practice": Open.OFFICER,
    "monev:practice_adopt": Needs(Action.FILL_SHEET),
}
_PEOPLE: Final = Needs(Action.MANAGE_ACCOUNTS)
_OFFICES: Final = Needs(Action.MANAGE_ORGANISATION)
_REFERENCE: Final = Needs(Action.MANAGE_REFERENCE)
_MANAGERS: Final = Needs(
    Action.MANAGE_ACCOUNTS,
    Action.MANAGE_ORGANISATION,
    Action.MANAGE_REFERENCE,
    Action.RUN_SYSTEM,
)
_CONSOLE: Final[Mapping[str, Requirement]] = {
    "console:home": _MANAGERS,
    "console:gallery": Open.OFFICER,
    "console:rights": Open.OFFICER,
    "console:life": Open.OFFICER,
    "console:trail": Needs(Action.RUN_SYSTEM, Action.MANAGE_REFERENCE),
    "console:accounts": _PEOPLE,
    "console:account_add": _PEOPLE,
    "console:account": _PEOPLE,
    "console:account_edit": _PEOPLE,
    "console:account_switch": _PEOPLE,
    "console:account_password": _PEOPLE,
    "console:account_factor": _PEOPLE,
    "console:grant_give": _PEOPLE,
    "console:grant_revoke": _PEOPLE,
    "console:leave": _PEOPLE,
    "console:leave_cancel": _PEOPLE,
    "console:mailbox": _PEOPLE,
    "console:coverage": _PEOPLE,
    "console:organisations": _OFFICES,
    "console:agency_add": _OFFICES,
    "console:organisation": _OFFICES,
    "console:organisation_edit": _OFFICES,
    "console:unit_add": _OFFICES,
    "console:decree_add": _OFFICES,
    "console:decree": _OFFICES,
    "console:oversight": _REFERENCE,
    "console:oversight_add": _REFERENCE,
    "console:oversight_end": _REFERENCE,
    "console:calendars": _REFERENCE,
    "console:calendar_add": _REFERENCE,
    "console:calendar": _REFERENCE,
    "console:terms": Needs(Action.MANAGE_REFERENCE, Action.MANAGE_ORGANISATION),
    "console:allowance_add": _REFERENCE,
    "console:term_add": Needs(Action.MANAGE_REFERENCE, Action.MANAGE_ORGANISATION),
    "console:regulation_add": _REFERENCE,
    "console:regulation_edit": _REFERENCE,
    "console:categories": _REFERENCE,
    "console:category_add": _REFERENCE,
    "console:category": _REFERENCE,
    "console:classifications": _REFERENCE,
    "console:classification": _REFERENCE,
    "console:regions": _REFERENCE,
    "console:region": _REFERENCE,
    "console:lists": _MANAGERS,
    "console:notices": _REFERENCE,
    "console:notice": _REFERENCE,
    "console:deliveries": Needs(Action.RUN_SYSTEM, Action.MANAGE_REFERENCE),
    "console:delivery": Needs(Action.RUN_SYSTEM, Action.MANAGE_REFERENCE),
    "console:delivery_repeat": Needs(Action.RUN_SYSTEM, Action.MANAGE_REFERENCE),
    "console:channel_reopen": Needs(Action.RUN_SYSTEM, Action.MANAGE_REFERENCE),
    "console:list": _MANAGERS,
    "console:list_export": _MANAGERS,
}

TABLE: Final[Mapping[str, Requirement]] = MappingProxyType(
    {**_MACHINES, **_HOOKS, **_PORTAL, **_LOG_IN, **_DESK, **_MONEV, **_CONSOLE}
)
AREAS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("desk:queue", gettext_lazy("Meja kerja")),
    ("monev:home", gettext_lazy("Monev")),
    ("console:home", gettext_lazy("Kelola")),
)


@dataclass(frozen=True, slots=True)
class Area:
    """One entry of the officers' menu."""

    label: str | Promise
    url: str
    is_current: bool


def guard(
    request: HttpRequest, name: str, kwargs: Mapping[str, object]
) -> HttpResponse | None:
    """Return the page that stops the visitor, or None to let him through."""
    need = TABLE.get(name)
    if need is Open.PUBLIC:
        return None
    if need is None:
        return failures.forbidden(request)
    if need is Open.REPORTER:
        number = str(kwargs.get("number", ""))
        if passes.opens(request, number):
            return None
        return HttpResponseRedirect(
            f"{reverse('portal:track')}?{urlencode({'number': number})}"
        )
    return _guard_member(request, need)


def meets(user: User | AnonymousUser, need: Requirement) -> bool:
    """Say whether a logged-in person meets a requirement."""
    today = timezone.localdate(clock.now())
    if not isinstance(user, User) or not user.is_active:
        return False
    if isinstance(need, Needs):
        return any(has_action(user, action, on=today) for action in need.actions)
    if need is Open.OFFICER:
        return bool(user.valid_grants(on=today))
    return True


def areas_for(request: HttpRequest) -> list[Area]:
    """Return the areas of work this person may enter, in the order of the menu."""
    found = []
    for name, label in AREAS:
        if not meets(request.user, TABLE[name]):
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        found.append(Area(label, url, request.path.startswith(url)))
    return found


def _guard_member(request: HttpRequest, need: Requirement) -> HttpResponse | None:
    user = request.user
    if not isinstance(user, User):
        return _to_log_in(request)
    if sessions.end_if_stale(request, at=clock.now()):
        return _to_log_in(request)
    if need is Open.MEMBER:
        return None
    today = timezone.localdate(clock.now())
    if user.needs_second_factor(on=today) and not is_mfa_enabled(user):
        return HttpResponseRedirect(reverse("mfa_index"))
    return None if meets(user, need) else failures.forbidden(request)


def _to_log_in(request: HttpRequest) -> HttpResponse:
    target = f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = target
        return response
    return HttpResponseRedirect(target)
