"""The reporter changes how he can be reached: by himself, with his pass."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.domain.cases.queries import case_of_holder
from lapor.domain.reporters.actions import change_contact
from lapor.kernel import clock
from lapor.kernel.actor import REPORTER
from lapor.kernel.errors import DomainError, NotFound
from lapor.web import passes
from lapor.web.fields import put_refusal
from lapor.web.portal.forms import Mail, Telephone


class ContactForm(forms.Form):
    """A new mail address, a new telephone number, or both."""

    email = Mail()
    phone = Telephone()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the new contact; the old and the new one are told of it.

    What is kept now is never shown: whoever has found the code must not learn it.
    """
    mine = case_of_holder(number)
    if mine is None:
        raise NotFound(gettext("Laporan ini tidak dapat dibuka lagi dengan kode Anda."))
    form = ContactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change_contact(
                case_number=mine.number,
                email=form.cleaned_data["email"],
                phone=form.cleaned_data["phone"],
                is_anonymous=mine.is_anonymous,
                by=REPORTER,
                at=clock.now(),
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(
                request,
                gettext("Kontak tersimpan. Kontak lama dan baru kami beri tahu."),
            )
            return HttpResponseRedirect(passes.path_of(number))
    context = {
        "here": "lacak",
        "case": mine,
        "case_url": passes.path_of(number),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "portal/contact.html", context, status=status)
