"""The answer as a letter, for a reporter who has no e-mail."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lapor.domain.cases.policies import may_see_identity
from lapor.domain.reports.actions.postal import print_letter
from lapor.web.desk.place import desk_of


@never_cache
@require_POST
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """Send the letter as PDF; that it was made, and by whom, is on record."""
    desk = desk_of(request, number)
    may_see_identity(desk.user, desk.case, on=desk.today)
    content = print_letter(desk.case, by=desk.user.actor, at=desk.now)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="surat-{desk.case.number}.pdf"'
    )
    return response
