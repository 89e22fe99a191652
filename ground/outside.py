"""The one door for requests to addresses that come from outside.

    session(hosts=["push.apple.com"]).post(address, …)

An address is parsed as URLs are. It is https on port 443, without a user; its host is resolved only
when the connection is made, and every address that it has must be public: what is connected to is
what was checked. Redirects are never followed, and answers are bounded.

Behind a proxy (`HTTPS_PROXY`) the proxy resolves the name; the other rules hold.
"""

import ipaddress
import re
import socket
from collections.abc import Collection
from typing import Any
from urllib.parse import SplitResult, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import NewConnectionError
from urllib3.util.connection import create_connection

TIMEOUT_SECONDS = 10
LARGEST_ANSWER = 2 * 2**20  # bytes
PORT = 443
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
PLAIN = re.compile(r"[!-\[\]-~]+")  # printable ASCII without the backslash


class Refused(requests.RequestException, ValueError):
    """An address that Rynek does not knock at."""


def checked(address: str, hosts: Collection[str] | None = None) -> SplitResult:
    """The parts of an address that may be knocked at; raises `Refused`.

    `hosts`: names of hosts, each standing for itself and whatever ends with a dot and it.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Refused(f"no address: {error}") from None
    if not PLAIN.fullmatch(address) or parts.scheme != "https" or parts.fragment or "#" in address:
        raise Refused("not a plain https address")
    if "@" in parts.netloc or port not in {None, PORT} or not HOST.fullmatch(host):
        raise Refused("a host with a user, a port or strange letters")
    if hosts is not None and not any(host == one or host.endswith(f".{one}") for one in hosts):
        raise Refused(f"an unknown host: {host}")
    return parts


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network, however it is wrapped."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is not None:
            return is_public(str(inner))
        if found in ipaddress.ip_network("64:ff9b::/96"):  # NAT64
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast


def is_within(address: str) -> bool:
    """Whether it is an address of a company's own network: not this machine, not the cloud's."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return found.is_private and not (
        found.is_loopback or found.is_link_local or found.is_unspecified or found.is_reserved
    )


def addresses_of(host: str, port: int) -> list[str]:
    """All IP addresses of a host. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def _knock(connection: Any, may_be_within: bool) -> socket.socket:
    """Connect to what the host resolves to now, if all of it may be knocked at."""
    try:
        found = addresses_of(connection.host, connection.port)
        for address in found:
            if not is_public(address) and not (may_be_within and is_within(address)):
                raise NewConnectionError(connection, f"{connection.host} is not a public address")
        return _first_that_answers(connection, found)
    except OSError as error:
        raise NewConnectionError(connection, f"cannot be reached: {error}") from error


def _first_that_answers(connection: Any, found: list[str]) -> socket.socket:
    last = OSError("it has no address")
    for address in found:
        try:
            return create_connection(
                (address, connection.port),
                connection.timeout,
                source_address=connection.source_address,
                socket_options=connection.socket_options,
            )
        except OSError as error:
            last = error
    raise last


class _PublicConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _knock(self, may_be_within=False)


class _WithinConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _knock(self, may_be_within=True)


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicConnection


class _WithinPool(HTTPSConnectionPool):
    ConnectionCls = _WithinConnection


class _Door(HTTPAdapter):
    """Checks every request, and reads no more of an answer than is bearable."""

    def __init__(
        self, hosts: Collection[str] | None, may_be_within: bool, largest: int = LARGEST_ANSWER
    ) -> None:
        self.hosts, self.pool = hosts, _WithinPool if may_be_within else _PublicPool
        self.largest = largest
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": self.pool}

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        checked(request.url or "", self.hosts)
        return _bounded(super().send(request, **kwargs), self.largest)


class _BoundedAdapter(HTTPAdapter):
    """For a host that an administrator has named: any address, and bounded answers."""

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        return _bounded(super().send(request, **kwargs), LARGEST_ANSWER)


def _bounded(response: requests.Response, largest: int) -> requests.Response:
    content = bytearray()
    for chunk in response.iter_content(64 * 1024):
        content += chunk
        if len(content) > largest:
            response.close()
            raise Refused("the answer is too large")
    # As `requests` itself keeps what was read.
    response._content, response._content_consumed = bytes(content), True
    return response


class NoRedirects:
    """Of a session: an answer that leads elsewhere is the answer."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


class Session(NoRedirects, requests.Session):
    """A session that waits for a bounded time."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", TIMEOUT_SECONDS)
        return super().request(*args, **kwargs)


def session(hosts: Collection[str] | None = None, largest: int = LARGEST_ANSWER) -> Session:
    """A session for addresses from outside; with `hosts`, for these alone."""
    made = Session()
    guard(made, hosts, largest=largest)
    return made


class Requests:
    """Stands for the module `requests` in a package that asks addresses from outside."""

    def __init__(self, largest: int = LARGEST_ANSWER) -> None:
        self.largest = largest

    def get(self, url: str, **kwargs: Any) -> requests.Response:
        return session(largest=self.largest).get(url, **kwargs)

    def post(self, url: str, **kwargs: Any) -> requests.Response:
        return session(largest=self.largest).post(url, **kwargs)

    def __getattr__(self, name: str) -> Any:
        """Its exceptions are those that the package knows; nothing else asks anybody."""
        found = getattr(requests, name)
        if isinstance(found, type) and issubclass(found, Exception) or name == "exceptions":
            return found
        raise AttributeError(name)


def guard(
    made: requests.Session,
    hosts: Collection[str] | None = None,
    *,
    named: str = "",
    largest: int = LARGEST_ANSWER,
) -> requests.Session:
    """Put the door into a session of another package.

    `named`: an address that an administrator wrote into the configuration. Its own host is asked
    as it is, wherever it lies; where it lies inside, others may as well, but for this machine.
    """
    host = urlsplit(named).hostname or ""
    door = _Door(hosts, bool(host) and _lies_within(host), largest)
    made.mount("https://", door)
    made.mount("http://", door)
    if named:
        parts = urlsplit(named)
        made.mount(f"{parts.scheme}://{parts.netloc}/", _BoundedAdapter())
    return made


def _lies_within(host: str) -> bool:
    try:
        return not all(is_public(address) for address in addresses_of(host, PORT))
    except OSError:
        return False
