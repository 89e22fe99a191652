"""Requests to addresses from outside reach public hosts only, wherever a name or an answer leads."""

import datetime
import importlib.util
import ipaddress
import re
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from ground import outside


def certificate(folder, host: str) -> str:
    """A certificate that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "cert.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return str(path)


@pytest.fixture
def service(tmp_path, monkeypatch):
    """A real https server on loopback that the world knows as push.example.com."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302 if self.path == "/away" else 200)
            self.send_header("Location", f"https://push.example.com:{outside.PORT}/inside")
            self.end_headers()
            self.wfile.write(b"x" * (3 * 2**20 if self.path == "/large" else 4))

        def log_message(self, *args: object) -> None: ...

    path = certificate(tmp_path, "push.example.com")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", path)
    monkeypatch.setattr(outside, "PORT", server.server_port)
    monkeypatch.setattr(outside, "addresses_of", lambda host, port: ["127.0.0.1"])
    yield SimpleNamespace(asked=asked, url=f"https://push.example.com:{server.server_port}")
    server.shutdown()


def test_a_host_that_leads_inside_is_not_knocked_at(service) -> None:
    with pytest.raises(requests.ConnectionError, match="not a public address"):
        outside.session(["example.com"]).get(f"{service.url}/x")
    assert service.asked == []


def test_redirects_are_not_followed_and_answers_are_bounded(service, monkeypatch) -> None:
    monkeypatch.setattr(outside, "is_public", lambda address: True)
    session = outside.session(["example.com"])
    assert session.get(f"{service.url}/x").text == "xxxx"
    answer = session.get(f"{service.url}/away")
    assert answer.status_code == 302 and service.asked == ["/x", "/away"]
    with pytest.raises(outside.Refused, match="too large"):
        session.get(f"{service.url}/large")


def test_one_inner_address_among_public_ones_is_enough(monkeypatch) -> None:
    """Otherwise a name with two addresses would choose for us."""
    monkeypatch.setattr(outside, "addresses_of", lambda host, port: ["8.8.8.8", "10.0.0.7"])
    with pytest.raises(requests.ConnectionError, match="not a public address"):
        outside.session().get("https://push.example.com/")


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a9fe:a9fe"),
        *("64:ff9b::7f00:1", "2001:db8::1"),
    ],
)
def test_inner_addresses_are_known_however_they_are_wrapped(address: str) -> None:
    assert not outside.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "142.250.1.95", "2a00:1450:4001::5f"])
def test_public_addresses_are_public(address: str) -> None:
    assert outside.is_public(address)
    assert ipaddress.ip_address(address)


@pytest.mark.parametrize(
    "address",
    ["http://example.com/", "https://example.com:8443/", "https://a@example.com/", "file:///etc"],
)
def test_nothing_but_https_on_its_port(address: str) -> None:
    with pytest.raises((outside.Refused, requests.exceptions.InvalidSchema)):
        outside.session().get(address)


def test_the_provider_that_the_administrator_named_may_lie_anywhere(monkeypatch) -> None:
    """Others of its documents are public, or inside when it is, and never this machine."""
    found = {"id.corp.example": ["10.0.0.5"], "sts.corp.example": ["10.0.0.6"]}
    monkeypatch.setattr(
        outside, "addresses_of", lambda host, port: found.get(host, ["169.254.169.254"])
    )
    knocked = []

    def note(connection, addresses):
        knocked.extend(addresses)
        raise OSError("nobody is there")

    monkeypatch.setattr(outside, "_first_that_answers", note)
    session = outside.Session()
    outside.guard(session, named="https://id.corp.example")
    for address in ("https://sts.corp.example/token", "https://meta.example/latest"):
        with pytest.raises(requests.ConnectionError):
            session.get(address)
    assert knocked == ["10.0.0.6"]


PACKAGES = ["wagtail", "anymail", "authlib", "django_comments_xtd", "modelcluster", "storages"]
# Guarded (see below), or asked by an administrator's own settings, or never installed here.
KNOWN = {
    "wagtail/embeds/finders/oembed.py",
    "anymail/webhooks/brevo.py",
    "anymail/webhooks/mailtrap.py",
    "anymail/webhooks/resend.py",
}
OWN_SERVERS = ("anymail/backends/", "wagtail/contrib/frontend_cache/", "authlib/")
UNUSED = {"wagtail/embeds/finders/facebook.py", "wagtail/embeds/finders/instagram.py"}


def test_no_package_asks_anybody_past_the_door() -> None:
    """A new version that does must be looked at; so must our own code."""
    asking = re.compile(
        r"\brequests\.(get|post|put|request|Session)\(|urlopen\(|httpx\.|HTTPSConnection\("
    )
    found = set()
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            continue
        root = Path(spec.submodule_search_locations[0])
        for path in root.rglob("*.py"):
            name = f"{package}/{path.relative_to(root).as_posix()}"
            if "test" not in name and asking.search(path.read_text(errors="ignore")):
                found.add(name)
    assert {name for name in found - UNUSED if not name.startswith(OWN_SERVERS)} <= KNOWN
    own = [
        path
        for room in ("ground", "search", "social", "blog", "home", "site")
        for path in Path(settings.BASE_DIR, room).rglob("*.py")
        if asking.search(path.read_text()) and path.name != "outside.py"
    ]
    assert own == []


def test_films_are_asked_for_through_the_door(service, monkeypatch) -> None:
    """An oEmbed provider that redirects, or lies inside, is asked nothing more."""
    from wagtail.embeds.exceptions import EmbedNotFoundException
    from wagtail.embeds.finders import get_finders

    (finder,) = get_finders()
    assert all(endpoint.startswith("https://") for endpoint in finder._endpoints)
    finder = type(finder)(providers=[{"endpoint": f"{service.url}/x", "urls": ["^https://f/.*"]}])
    with pytest.raises(EmbedNotFoundException):
        finder.find_embed("https://f/1")
    assert service.asked == []


def test_mail_that_a_provider_keeps_is_fetched_through_the_door(service, settings, rf) -> None:
    from anymail.webhooks import resend

    from social.notifications.views import webhook

    settings.ANYMAIL = {"WEBHOOK_SECRET": "a:b", "RESEND_API_KEY": "k"}
    request = rf.post("/", data="{}", content_type="application/json")
    with pytest.raises(Exception):  # noqa: B017 - whatever an empty notice makes of the parser
        webhook._read(request, "resend")
    assert isinstance(resend.requests, outside.Requests)
    with pytest.raises(requests.ConnectionError, match="not a public address"):
        resend.requests.get(f"{service.url}/raw", stream=True)
    with pytest.raises(AttributeError):
        resend.requests.Session()
    assert service.asked == []
