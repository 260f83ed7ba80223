import pytest
from django.test import RequestFactory

from lapor.web.visitor import address

CHAIN = "6.6.6.6, 10.0.0.9, 203.0.113.7"


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [
        (0, CHAIN, "198.51.100.1"),
        (1, CHAIN, "203.0.113.7"),
        (2, CHAIN, "10.0.0.9"),
        (9, CHAIN, "198.51.100.1"),
        (1, "", "198.51.100.1"),
    ],
)
def test_only_what_own_proxies_wrote_is_believed(settings, proxies, header, expected):
    settings.LAPOR_PROXIES = proxies
    request = RequestFactory().get(
        "/lacak/", REMOTE_ADDR="198.51.100.1", headers={"X-Forwarded-For": header}
    )

    assert address(request) == expected
