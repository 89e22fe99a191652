"""Every address of the administration that can be asked without more answers without an error."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = pytest.mark.django_db
LEFT_OUT = ("admin/logout/", "admin/failwhale/")  # one leaves, one is there to fail


def plain_addresses(patterns: list, prefix: str = "") -> Iterator[str]:
    """Addresses without parts to fill in."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from plain_addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and not set(route) & set("<(^$\\"):
            yield route


def admin_addresses() -> list[str]:
    addresses = set(plain_addresses(get_resolver().url_patterns))
    return sorted(a for a in addresses if a.startswith("admin/") and a not in LEFT_OUT)


@pytest.mark.parametrize("who", ["administrator", "editor"])
def test_no_page_of_the_administration_is_broken(request, client_of, who: str) -> None:
    client = client_of(request.getfixturevalue(who))
    client.raise_request_exception = False
    addresses = admin_addresses()
    broken = [a for a in addresses if client.get(f"/{a}").status_code >= 500]
    assert len(addresses) > 100
    assert broken == []
