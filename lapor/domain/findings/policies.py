"""Who says what became of a finding: auditors and overseers."""

from datetime import date

from django.utils.translation import gettext as _

from lapor.domain.accounts.models import User
from lapor.kernel.errors import NotPermitted

from .models import Finding
from .queries.reach import in_reach


def may_handle(user: User, finding: Finding, *, on: date) -> None:
    """Whoever reads a finding may say what became of it. Raises NotPermitted."""
    if not Finding.objects.filter(in_reach(user, on=on), pk=finding.pk).exists():
        raise NotPermitted(_("Temuan ini diperiksa oleh APIP atau pengawasnya."))
