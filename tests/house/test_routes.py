"""Every address has its line in the table of access; nothing opens by accident."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from lapor.web import access


def named(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield the full name of every route; one without a name cannot be looked up."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from named(entry, space)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}" if entry.name else f"nameless {entry.pattern}"


def test_each_route_stands_in_the_table():
    missing = sorted(set(named(get_resolver())) - set(access.TABLE))

    assert missing == []


def test_the_table_has_no_line_for_a_route_that_is_gone():
    gone = sorted(set(access.TABLE) - set(named(get_resolver())))

    assert gone == []
