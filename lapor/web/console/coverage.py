"""Which posts nobody fills; who is away and who stands in; mailboxes that bounce."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lapor.domain.accounts.actions import cancel_leave, mark_mailbox, take_leave
from lapor.domain.accounts.models import User
from lapor.domain.accounts.policies import may_mark_mailbox
from lapor.domain.accounts.queries import (
    account_under,
    leave_of,
    leaves_of,
    possible_deputies,
)
from lapor.domain.accounts.rules import MailboxState
from lapor.domain.escalation.queries import alarms_for
from lapor.kernel import clock
from lapor.kernel.errors import DomainError
from lapor.web.console.fields import choice, day_field
from lapor.web.who import officer, put_on_form, sent, today

#: More alarms than this are not for reading.
MOST = 200


class LeaveForm(forms.Form):
    """From when to when, and who stands in."""

    def __init__(self, *given: Any, colleagues: list[User], **named: Any) -> None:
        """Offer the colleagues of the agency."""
        super().__init__(*given, **named)
        self.colleagues = {str(user.pk): user for user in colleagues}
        self.fields |= {
            "first_on": day_field(_("Hari pertama")),
            "last_on": day_field(_("Hari terakhir")),
            "deputy": forms.ChoiceField(label=_("Pengganti"), required=False),
            "reason": forms.CharField(
                label=_("Keterangan"), required=False, max_length=200
            ),
        }
        choice(self, "deputy").choices = [
            ("", gettext("Tanpa pengganti")),
            *((key, str(user)) for key, user in self.colleagues.items()),
        ]


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Show the posts that nobody reachable fills, where most reports wait first."""
    rows = list(alarms_for(officer(request), on=today())[: MOST + 1])
    context = {"rows": rows[:MOST], "more": len(rows) > MOST, "most": MOST}
    return render(request, "console/coverage.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, key: int) -> HttpResponse:
    """Show when a person is away, enter another absence, see his mailbox."""
    manager, on = officer(request), today()
    user = account_under(manager, key, on=on)
    colleagues = possible_deputies(user, on=on)
    form = LeaveForm(sent(request), colleagues=colleagues, initial={"first_on": on})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        deputy = form.colleagues.get(given["deputy"])
        try:
            take_leave(
                user,
                first_on=given["first_on"],
                last_on=given["last_on"],
                deputy=deputy,
                reason=given["reason"],
                by=manager,
                at=clock.now(),
            )
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, gettext("Cuti dicatat."))
            return redirect("console:leave", user.pk)
    context = {
        "row": user,
        "form": form,
        "leaves": leaves_of(user, on=on),
        "is_bounced": user.mailbox == MailboxState.BOUNCED,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "console/leave.html", context, status=status)


@require_POST
def leave_cancel(request: HttpRequest, key: int, leave: int) -> HttpResponse:
    """Take an absence back, or end it early."""
    manager = officer(request)
    user = account_under(manager, key, on=today())
    cancel_leave(leave_of(user, leave), by=manager, at=clock.now())
    messages.success(request, gettext("Cuti dibatalkan. Mandat pengganti berakhir."))
    return redirect("console:leave", user.pk)


@require_POST
def mailbox(request: HttpRequest, key: int) -> HttpResponse:
    """Say that a mailbox works again."""
    manager = officer(request)
    user = account_under(manager, key, on=today())
    may_mark_mailbox(manager, user, on=today())
    now = clock.now()
    mark_mailbox(user, MailboxState.WORKING, by=manager.actor, at=now)
    messages.success(request, gettext("Pesan dikirim lagi ke alamat ini."))
    return redirect("console:leave", user.pk)
