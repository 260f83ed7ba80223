"""Who is working here today, and how a refusal gets onto his form."""

from datetime import date
from typing import cast

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from lapor.domain.accounts.models import User
from lapor.kernel import clock
from lapor.kernel.errors import DomainError


def officer(request: HttpRequest) -> User:
    """Return who is logged in; the guard of the routes has seen to it."""
    return cast(User, request.user)


def today() -> date:
    """Return the day in the zone of the reader."""
    return timezone.localdate(clock.now())


def day_asked(request: HttpRequest, name: str = "pada") -> date:
    """Return the day named in the address, today when it names none."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return today()


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, also when it is empty; None when it was only asked."""
    return request.POST if request.method == "POST" else None


def put_on_form(form: BaseForm, refusal: DomainError) -> None:
    """Write what the domain refused beside the fields it concerns."""
    known = {
        field: why for field, why in refusal.fields.items() if field in form.fields
    }
    for field, why in known.items():
        form.add_error(field, why)
    if not known:
        form.add_error(None, refusal.message)
