from lapor.domain.deadlines.rules import Evidence, StartsAt, TermLine, Timer, Unit


def line(**changes):
    values = {
        "id": 1,
        "timer": Timer.COMPLETION,
        "classification": "",
        "organisation_id": None,
        "amount": 5,
        "unit": Unit.WORKING_DAYS,
        "regulation": "PermenPANRB 62/2018",
        "article": "Bab VI",
        "starts_at": StartsAt.DISPATCH,
        "evidence": Evidence.ARTICLE,
        "valid_from": None,
        "valid_until": None,
        "transition": "",
    }
    return TermLine(**{**values, **changes})


class TestTimer:
    def test_the_nine_of_a_complaint_come_first(self):
        assert list(Timer)[:9] == [
            *(Timer.VERIFICATION, Timer.FIRST_FOLLOW_UP, Timer.COMPLETION),
            *(Timer.REPORTER_DATA, Timer.SILENCE, Timer.RETURN_DECISION),
            *(Timer.INTERNAL_DISPATCH, Timer.OMBUDSMAN, Timer.REPLY),
        ]

    def test_each_has_a_label_of_its_own(self):
        assert len({timer.label for timer in Timer}) == len(Timer)


class TestTermLine:
    def test_quotes_decree_and_article(self):
        assert line().legal_text == "PermenPANRB 62/2018, Bab VI"

    def test_quotes_the_decree_alone_when_the_article_is_unknown(self):
        assert line(article="").legal_text == "PermenPANRB 62/2018"
