"""Work that follows an act on a plan; deferred by name, in the act's transaction."""

from procrastinate.contrib.django import app

from lapor.domain.plans import actions
from lapor.kernel import clock


@app.task(name="plans.fill_baseline", retry=5)
def fill_baseline(plan: int) -> None:
    """Read last year's indicators of the agency into a new plan."""
    actions.fill_baseline(plan, at=clock.now())
