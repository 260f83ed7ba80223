"""What the story leaves in the register of issues and among the findings."""

from datetime import date

from lapor.domain.accounts.models import User
from lapor.domain.cases.models import Case
from lapor.domain.findings.models import Finding
from lapor.domain.organisations.queries import organisation_by_code
from lapor.domain.prevention.models import Issue, Measure
from lapor.domain.prevention.rules.words import Effect, IssueState, Sign
from lapor.ops import demo
from lapor.ops.demo.country import HOME
from lapor.ops.demo.prevention import prevent
from tests.factories.country import make_country
from tests.factories.deadlines import local

NOW = local("2026-03-02 10:00")


def test_prevention_is_believable_and_made_once(db: None):
    make_country()
    demo.build(cases=300, months=14, seed=1, until=date(2026, 3, 2), at=NOW)
    home = organisation_by_code(HOME)
    people = {
        "admin": User.objects.get(username="admin-instansi"),
        "auditor": User.objects.get(username="auditor"),
    }

    prevent(home, **people, at=NOW)

    issues = Issue.objects.filter(agency=home, title__contains="Johar")
    assert issues.get().state == IssueState.REGISTERED
    assert Sign.MANY_REPORTERS in issues.get().signs
    assert Issue.objects.filter(title__contains="Kaligawe").exists()
    tested = Measure.objects.exclude(effect="").get(issue=issues.get())
    assert tested.effect == Effect.EFFECTIVE
    assert Measure.objects.filter(issue=None, cites_data=True).count() == 1
    kinds = dict(Finding.objects.filter(organisation=home).values_list("kind", "state"))
    assert {"swift", "copies"} <= set(kinds)
    assert sorted(kinds.values()).count("explained") == 1
    before = Case.objects.count(), Issue.objects.count(), Measure.objects.count()
    prevent(home, **people, at=NOW)
    assert (Case.objects.count(), Issue.objects.count(), Measure.objects.count()) == (
        before
    )
