"""The inbox of an officer, how he wants to be told, and his browsers."""

import json
from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lapor.domain.notifications.actions import (
    Wish,
    add_browser,
    drop_browser,
    mark_read,
    set_wish,
)
from lapor.domain.notifications.queries import (
    inbox_page,
    preference_of,
    subscriptions_of,
    unread_count,
)
from lapor.domain.notifications.rules import Language, Way
from lapor.kernel import clock, push_keys
from lapor.kernel.errors import Invalid
from lapor.web.who import officer, sent

WORKER = Path(__file__).resolve().parent.parent / "static" / "ui" / "push_worker.js"
#: A subscription of a browser is some hundred characters.
LONGEST_BODY = 4_000


class OfficerWishForm(forms.Form):
    """What an officer may choose; the inbox itself cannot be switched off."""

    ways = forms.MultipleChoiceField(
        required=False,
        label=_("Selain di kotak masuk, beri tahu saya lewat"),
        help_text=_("Kosong: surel."),
        choices=lambda: [(Way.EMAIL, Way.EMAIL.label), (Way.PUSH, Way.PUSH.label)],
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Bahasa pesan"), choices=Language.choices)
    is_muted = forms.BooleanField(
        required=False,
        label=_("Jangan kirim ringkasan harian"),
        help_text=_("Yang mendesak dan keterlambatan tetap dikirim."),
    )


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what this officer was told, newest first."""
    user = officer(request)
    only_new = request.GET.get("baru") == "1"
    try:
        before = min(max(0, int(request.GET.get("sebelum", 0))), 2**62)
    except ValueError:
        before = 0
    lines, following = inbox_page(user, only_new=only_new, before=before)
    kept = "baru=1&" if only_new else ""
    context = {
        "lines": lines,
        "only_new": only_new,
        "unread": unread_count(user),
        "upto": lines[0].item.pk if lines else 0,
        "next_url": f"?{kept}sebelum={following}" if following else "",
        "first_url": f"?{kept}" if before else "",
    }
    return render(request, "desk/inbox.html", context)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark as read: one notice, or all that were on the page and before."""
    user, now = officer(request), clock.now()
    upto, only = _number(request, "upto"), _number(request, "only")
    mark_read(user, upto=upto or only, only=only, at=now)
    return redirect("desk:inbox")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """Let an officer choose how he is told, beside the inbox."""
    user = officer(request)
    kept = preference_of(user.actor.ref)
    form = OfficerWishForm(
        sent(request),
        initial={
            "ways": kept.ways,
            "language": kept.language,
            "is_muted": kept.is_muted,
        },
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wish = Wish(
            ways=[Way(way) for way in given["ways"]],
            language=Language(given["language"]),
            quiet_from=kept.quiet_from,
            quiet_until=kept.quiet_until,
            is_muted=given["is_muted"],
        )
        set_wish(user.actor.ref, wish, by=user.actor, at=clock.now())
        messages.success(request, gettext("Pilihan Anda tersimpan."))
        return redirect("desk:inbox")
    context = {
        "form": form,
        "browsers": subscriptions_of(user),
        "push_key": push_keys.public_text(),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/wishes.html", context, status=status)


@require_POST
def browser(request: HttpRequest) -> HttpResponse:
    """Keep or forget a browser: its subscription comes as JSON from our script."""
    user = officer(request)
    try:
        given = json.loads(request.body[:LONGEST_BODY])
        endpoint, keys = str(given["endpoint"]), given.get("keys") or {}
        is_leaving = bool(given.get("leave"))
        p256dh, auth = str(keys.get("p256dh", "")), str(keys.get("auth", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Invalid(gettext("Kiriman ini tidak terbaca.")) from None
    if is_leaving:
        drop_browser(endpoint, user=user)
    else:
        add_browser(user, endpoint=endpoint, p256dh=p256dh, auth=auth, at=clock.now())
    return JsonResponse({"ok": True})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Hand out the script that shows notices while no page is open.

    Its address decides over which pages it may watch: those of the desk, no others.
    """
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript")


def _number(request: HttpRequest, name: str) -> int:
    raw = request.POST.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 19 else 0
