"""Reports and matters: joined reports are many reports about one matter (§9.2)."""

from lapor.domain.cases.models import Case


def joined_to(case: Case) -> int:
    """Return how many reports that anybody may know of follow this one."""
    return Case.objects.filter(parent=case, is_secret=False).count()


def joined_in_nation() -> int:
    """Return how many reports of the nation follow another one (by a small index).

    Reports less these are matters (kasus): a cluster counts once.
    """
    return Case.objects.filter(parent__isnull=False).count()
