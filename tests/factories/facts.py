"""Facts of all cases there are, without waiting until the ledger has settled."""

from datetime import datetime

from lapor.domain.analytics.actions import fold_cases
from lapor.domain.cases.models import Case


def fold_all(*, at: datetime) -> None:
    """Fold every case as of a moment."""
    fold_cases(Case.objects.values_list("pk", flat=True), at=at)
