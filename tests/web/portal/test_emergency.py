"""Words that speak of a danger to life."""

import pytest

from lapor.web.portal.emergency import speaks_of_danger


class TestSpeaksOfDanger:
    """speaks_of_danger() …"""

    @pytest.mark.parametrize(
        "text", ["KEBAKARAN di pasar", "ia ingin bunuh\ndiri", "korban KDRT"]
    )
    def test_knows_fire_violence_and_suicide(self, text):
        assert speaks_of_danger(text)

    @pytest.mark.parametrize("text", ["", "Lampu mati", "kebakaranmu", "bombardir"])
    def test_leaves_the_rest_alone(self, text):
        assert not speaks_of_danger(text)
