"""Documents that are made after an act; deferred by name, in the act's transaction."""

from procrastinate.contrib.django import app

from lapor.domain.reports.actions.issuing import issue_result
from lapor.domain.reports.actions.reminding import issue_reminder
from lapor.kernel import clock


@app.task(name="reports.issue_result", retry=5, lock="reports.issue_result")
def issue(code: str) -> None:
    """Make, sign and store the paper of a fixed round and its letters."""
    issue_result(code, at=clock.now())


@app.task(name="reports.issue_reminder", retry=5, lock="reports.issue_reminder")
def remind(letter: int) -> None:
    """Make, sign and store the PDF of a reminder letter."""
    issue_reminder(letter, at=clock.now())
