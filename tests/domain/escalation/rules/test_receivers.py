import pytest

from lapor.domain.escalation.rules import MOST_RECEIVERS, Audience
from lapor.domain.escalation.rules.receivers import Edge, Surroundings, receivers
from lapor.domain.organisations.rules import OrganisationKind as K
from lapor.domain.organisations.rules import OversightKind as O

HOME_AFFAIRS = Edge("kemendagri", K.MINISTRY, O.TERRITORIAL_GUIDANCE)
PROVINCE = Edge("pemda-32", K.PROVINCE, O.TERRITORIAL_GUIDANCE)
COORDINATOR = Edge("kemenko-pmk", K.COORDINATING_MINISTRY, O.COORDINATION)


def around(**changes):
    plain = {
        "agency": "dinas",
        "agency_kind": K.REGENCY,
        "unit": "dinas-unit",
        "has_liaison": True,
        "has_head": True,
    }
    return Surroundings(**plain | changes)


def told(*audience, **changes):
    return [one.ref for one in receivers(audience, around(**changes))]


class TestReceivers:
    """receivers() …"""

    def test_name_the_nearest_offices(self):
        assert told(Audience.LIAISON, Audience.AGENCY_ADMIN) == [
            "liaison_officer@dinas-unit",
            "agency_admin@dinas",
        ]
        assert told(Audience.UNIT_HEAD, Audience.AUDITOR, Audience.LEADER) == [
            "leader@dinas-unit",
            "auditor@dinas",
            "leader@dinas",
        ]

    @pytest.mark.parametrize(
        ("kind", "edges", "expected"),
        [
            (K.REGENCY, [HOME_AFFAIRS, PROVINCE], ["agency_admin@pemda-32"]),
            (K.CITY, [HOME_AFFAIRS, PROVINCE], ["agency_admin@pemda-32"]),
            (K.PROVINCE, [HOME_AFFAIRS], ["coordinator@kemendagri"]),
            (K.MINISTRY, [COORDINATOR], ["coordinator@kemenko-pmk"]),
            (K.INSTITUTION, [COORDINATOR], ["coordinator@kemenko-pmk"]),
            (K.REGENCY, [COORDINATOR], ["coordinator@kemenko-pmk"]),
            (K.MINISTRY, [], ["national_admin@panrb"]),
        ],
    )
    def test_find_the_middle_tier_in_the_rows(self, kind, edges, expected):
        assert told(Audience.MESO, agency_kind=kind, edges=edges) == expected

    def test_tell_whoever_presses_on_a_programme_only_when_there_is_one(self):
        assert told(Audience.PROGRAMME_OVERSEER) == []
        assert told(Audience.PROGRAMME_OVERSEER, programme_overseers=["ksp"]) == [
            "programme_overseer@ksp"
        ]

    def test_let_the_next_above_stand_in_for_nobody(self):
        assert told(Audience.LIAISON, has_liaison=False) == ["agency_admin@dinas"]
        assert told(Audience.LIAISON, unit="") == ["agency_admin@dinas"]
        assert told(Audience.UNIT_HEAD, has_head=False) == ["leader@dinas"]

    def test_name_each_office_once(self):
        assert told(Audience.LIAISON, Audience.AGENCY_ADMIN, unit="") == [
            "agency_admin@dinas"
        ]

    def test_name_not_more_than_a_mail_can_bear(self):
        many = [Edge(f"kemenko-{n}", K.MINISTRY, O.COORDINATION) for n in range(40)]
        assert len(told(Audience.MESO, agency_kind=K.MINISTRY, edges=many)) == (
            MOST_RECEIVERS
        )

    def test_know_the_reporter_without_an_organisation(self):
        assert told(Audience.REPORTER, Audience.NATIONAL) == [
            "reporter",
            "national_admin@panrb",
        ]

    @pytest.mark.parametrize(
        ("audience", "accused", "expected"),
        [
            (Audience.LIAISON, "dinas-unit", ["agency_admin@dinas"]),
            (Audience.UNIT_HEAD, "dinas-unit", ["agency_admin@dinas"]),
            (Audience.LEADER, "dinas", ["national_admin@panrb"]),
            (Audience.LEADER, "lain", ["leader@dinas"]),
        ],
    )
    def test_never_tell_the_accused(self, audience, accused, expected):
        assert told(audience, accused=accused) == expected

    def test_answer_for_every_audience_there_is(self):
        everybody = told(*Audience, programme_overseers=["ksp"])
        assert len(everybody) == 9  # the nation stands in for the tier between
