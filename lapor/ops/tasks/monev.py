"""Long acts on a round; deferred by name, in the transaction that asked for them."""

from procrastinate.contrib.django import app

from lapor.domain.monev.actions import errands
from lapor.kernel import clock
from lapor.ops.apart import apart


def carry_out(code: str) -> None:
    """Open or fix a round, as it was asked for; one at a time: engines are hungry."""
    errands.carry_out(code, at=clock.now())


app.task(name=errands.CARRY_OUT, retry=5, lock=errands.CARRY_OUT)(
    apart(errands.CARRY_OUT, carry_out)
)
