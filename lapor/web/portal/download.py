"""Files of a case for officers; reporters fetch theirs below their own case."""

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from lapor.domain.accounts.models import User
from lapor.domain.cases.queries import file_seen_by
from lapor.kernel import clock
from lapor.kernel.errors import NotFound
from lapor.web.portal.mine import send_file


@require_safe
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """Hand a file to an officer who may read its case; to others it does not exist."""
    user = request.user
    if not isinstance(user, User):
        raise NotFound(gettext("Berkas tidak ditemukan."))
    today = timezone.localdate(clock.now())
    return send_file(file_seen_by(user, key, on=today))
