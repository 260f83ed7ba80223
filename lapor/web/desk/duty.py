"""Being on duty: my leave and who stands in, and the packets of posts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lapor.domain.accounts.actions import cancel_leave, take_leave
from lapor.domain.accounts.models import User
from lapor.domain.accounts.queries import leave_of, leaves_of, possible_deputies
from lapor.domain.accounts.rules import Role
from lapor.domain.escalation.actions import confirm_post, hand_post
from lapor.domain.escalation.models import PostHandover
from lapor.domain.escalation.queries import (
    handover_for,
    handovers_for,
    packet_of,
    posts_of,
)
from lapor.domain.organisations.models import Organisation
from lapor.kernel import clock
from lapor.kernel.errors import DomainError
from lapor.web.desk.place import officer, today
from lapor.web.fields import Day, Words, put_refusal

PACKETS = 50  # the newest ones


class LeaveForm(forms.Form):
    """From when to when, and who stands in."""

    first_on = Day(label=gettext_lazy("Hari pertama"))
    last_on = Day(label=gettext_lazy("Hari terakhir"))
    deputy = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Pengganti"),
        help_text=gettext_lazy(
            "Ia mendapat mandat Anda selama hari-hari itu. Tanpa pengganti, admin "
            "instansi yang menerima laporan Anda."
        ),
    )
    reason = Words(required=False, longest=200, label=gettext_lazy("Keterangan"))

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        """Offer the colleagues of the agency."""
        super().__init__(*args, **kwargs)
        self.colleagues = {str(user.pk): user for user in colleagues}
        field = self.fields["deputy"]
        if isinstance(field, forms.ChoiceField):
            pairs = [(key, _named(user)) for key, user in self.colleagues.items()]
            field.choices = [("", gettext("Tanpa pengganti")), *pairs]


class HandForm(forms.Form):
    """Which post goes to whom, with what he must know."""

    post = forms.ChoiceField(label=gettext_lazy("Jabatan"))
    successor = forms.ChoiceField(label=gettext_lazy("Penerima"))
    note = Words(
        required=False,
        longest=5_000,
        multiline=True,
        label=gettext_lazy("Catatan untuk penerima"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Yang tidak tertulis di laporan: orang dan rencana."),
    )

    def __init__(
        self,
        *args: Any,
        posts: list[tuple[Role, Organisation]],
        colleagues: list[User],
        **kwargs: Any,
    ) -> None:
        """Offer the posts held and the colleagues of the agency."""
        super().__init__(*args, **kwargs)
        self.posts = {f"{role}@{office.pk}": (role, office) for role, office in posts}
        self.colleagues = {str(user.pk): user for user in colleagues}
        shown = {
            "post": [
                (key, f"{role.label}, {office}")
                for key, (role, office) in self.posts.items()
            ],
            "successor": [(k, _named(user)) for k, user in self.colleagues.items()],
        }
        for name, pairs in shown.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", gettext("Pilih…")), *pairs]


class ConfirmForm(forms.Form):
    """What the successor says."""

    remark = Words(
        required=False,
        longest=2_000,
        multiline=True,
        label=gettext_lazy("Keterangan"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: HttpRequest) -> HttpResponse:
    """Show my leave and the packets that concern me; take a leave."""
    user, now = officer(request), clock.now()
    on = today(now)
    colleagues = possible_deputies(user, on=on)
    is_sent = request.method == "POST"
    form = LeaveForm(request.POST if is_sent else None, colleagues=colleagues)
    if is_sent and form.is_valid():
        given = form.cleaned_data
        try:
            take_leave(
                user,
                first_on=given["first_on"],
                last_on=given["last_on"],
                deputy=form.colleagues.get(given["deputy"]),
                reason=given["reason"],
                by=user,
                at=now,
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Cuti dicatat."))
            return HttpResponseRedirect(reverse("desk:duty"))
    context = {
        "form": form,
        "leaves": leaves_of(user, on=on),
        "packets": list(handovers_for(user, on=on)[:PACKETS]),
        "may_hand": bool(posts_of(user, on=on)),
        "me": user,
        "today": on,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/duty.html", context, status=status)


@require_POST
def leave_cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Take a leave of mine back, or end it early."""
    user = officer(request)
    cancel_leave(leave_of(user, key), by=user, at=clock.now())
    messages.success(request, gettext("Cuti dibatalkan. Mandat pengganti berakhir."))
    return HttpResponseRedirect(reverse("desk:duty"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def post_hand(request: HttpRequest) -> HttpResponse:
    """Make the packet of a post of mine."""
    user, now = officer(request), clock.now()
    on = today(now)
    is_sent = request.method == "POST"
    form = HandForm(
        request.POST if is_sent else None,
        posts=posts_of(user, on=on),
        colleagues=possible_deputies(user, on=on),
    )
    if is_sent and form.is_valid():
        given = form.cleaned_data
        role, office = form.posts[given["post"]]
        try:
            packet = hand_post(
                user,
                role=role,
                organisation=office,
                successor=form.colleagues[given["successor"]],
                note=given["note"],
                by=user,
                at=now,
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, gettext("Serah terima dibuat."))
            return HttpResponseRedirect(reverse("desk:post", args=[packet.pk]))
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/post_hand.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, key: int) -> HttpResponse:
    """Show a packet: what is open, promised and noted; its successor confirms it."""
    user, now = officer(request), clock.now()
    on = today(now)
    packet = handover_for(user, key, on=on)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        confirm_post(packet, remark=form.cleaned_data["remark"], by=user, at=now)
        messages.success(request, gettext("Serah terima dikonfirmasi."))
        return HttpResponseRedirect(reverse("desk:post", args=[packet.pk]))
    rows = packet_of(packet, reader=user, on=on)
    context = {
        "packet": packet,
        "role": Role(packet.role).label,
        "rows": rows,
        "hidden": len(packet.numbers) - len(rows),
        "form": form if _may_confirm(packet, user) else None,
        "today": on,
    }
    return render(request, "desk/post.html", context)


def _may_confirm(packet: PostHandover, user: User) -> bool:
    return packet.confirmed_at is None and packet.successor_id == user.pk


def _named(user: User) -> str:
    return f"{user}, {user.organisation}" if user.organisation else str(user)
