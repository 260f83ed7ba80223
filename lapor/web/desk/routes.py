"""Routing rules: what was learnt from returns, tried on old cases, switched."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lapor.domain.triage.actions import learn_routes, switch_route
from lapor.domain.triage.queries import dry_run, route_by_key, routes
from lapor.kernel import clock
from lapor.web.desk.place import officer, today


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show all rules, those that suggest first."""
    context = {"routes": routes(), "today": today(clock.now())}
    return render(request, "desk/routes.html", context)


@never_cache
@require_safe
def route(request: HttpRequest, key: int) -> HttpResponse:
    """Show one rule and what it would have said of the cases of the last year."""
    row = route_by_key(key)
    context = {"route": row, "result": dry_run([row], at=clock.now())}
    return render(request, "desk/route.html", context)


@require_POST
def learn(request: HttpRequest) -> HttpResponse:
    """Read the accepted returns; new rules wait switched off."""
    made = learn_routes(by=officer(request).actor, at=clock.now())
    sentence = ngettext(
        "%(n)s aturan baru diusulkan.", "%(n)s aturan baru diusulkan.", len(made)
    ) % {"n": len(made)}
    messages.success(
        request, sentence if made else gettext("Tidak ada aturan baru yang terbukti.")
    )
    return HttpResponseRedirect(reverse("desk:routes"))


@require_POST
def switch(request: HttpRequest, key: int) -> HttpResponse:
    """Switch a rule on or off."""
    is_on = request.POST.get("nyala") == "1"
    switch_route(route_by_key(key), on=is_on, by=officer(request).actor, at=clock.now())
    messages.success(
        request,
        gettext("Aturan menyala: verifikator melihat sarannya.")
        if is_on
        else gettext("Aturan dimatikan."),
    )
    return HttpResponseRedirect(reverse("desk:route", args=[key]))
