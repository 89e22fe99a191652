"""Where a request comes from, behind however many proxies the house has."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """The visitor's address, or the /64 of one with IPv6, of which anybody has billions.

    Each proxy appends to X-Forwarded-For whom it heard: with RYNEK_PROXIES of them, the entry
    at that place from the end is what the outermost one saw; all before it is made up at will.
    Empty when the web server does not know, as behind a socket.
    """
    heard = request.META.get("REMOTE_ADDR", "")
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if settings.RYNEK_PROXIES and told[0]:
        heard = told[-settings.RYNEK_PROXIES :][0]
    return _network(heard) or _network(request.META.get("REMOTE_ADDR", ""))


def _network(text: str) -> str:
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # an IPv4 address with its port
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network(f"{address}/64", strict=False))
    return str(address)
