"""Single sign-on against a provider of our own on loopback, honest, forging or down."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from joserfc import jwt
from joserfc.jwk import RSAKey

from social.people.models import SignInLink, User
from social.people.sso import SignInRefused, person_of
from tests.factories import make_person

pytestmark = pytest.mark.django_db
KEY = RSAKey.generate_key(2048, {"kid": "1"})


class Provider(BaseHTTPRequestHandler):
    """Just enough of an OpenID provider: discovery, keys and tokens, with PKCE checked."""

    claims: dict = {}
    challenge = ""
    nonce = ""
    issuer = ""  # what the discovery document says; its own address unless set
    signing_key: RSAKey = KEY
    header: dict = {}
    without_id_token = False

    def do_GET(self) -> None:
        issuer = f"http://localhost:{self.server.server_port}"
        if self.path.endswith("openid-configuration"):
            self.answer(
                {
                    "issuer": type(self).issuer or issuer,
                    "authorization_endpoint": f"{issuer}/authorize",
                    "token_endpoint": f"{issuer}/token",
                    "jwks_uri": f"{issuer}/keys",
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )
        else:
            self.answer({"keys": [KEY.as_dict(private=False)]})

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        digest = hashlib.sha256(form["code_verifier"][0].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == type(self).challenge
        now = int(time.time())
        issuer = f"http://localhost:{self.server.server_port}"
        payload = {"iss": issuer, "aud": "rynek", "sub": "1", "iat": now, "exp": now + 60}
        payload |= {"nonce": type(self).nonce} | type(self).claims
        header = {"alg": "RS256", "kid": "1"} | type(self).header
        payload = {name: value for name, value in payload.items() if value is not None}
        token = jwt.encode(header, payload, type(self).signing_key)
        answer = {"access_token": "a", "token_type": "Bearer"}
        self.answer(answer if type(self).without_id_token else answer | {"id_token": token})

    def answer(self, content: dict) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def provider(settings) -> Iterator[type[Provider]]:
    provider = type("Fresh", (Provider,), {})  # what one test changes is not the next one's
    server = HTTPServer(("localhost", 0), provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.OIDC_ISSUER = f"http://localhost:{server.server_port}"
    settings.OIDC_CLIENT_ID = "rynek"
    settings.OIDC_CLIENT_SECRET = "s"
    yield provider
    server.shutdown()
    server.server_close()


def sign_in(client: Client, provider: type[Provider], claims: dict, to: str = "/people/"):
    to_provider = client.get(f"/sign-in/sso/?next={to}")
    query = parse_qs(urlsplit(to_provider["Location"]).query)
    provider.claims, provider.challenge = claims, query["code_challenge"][0]
    provider.nonce = query["nonce"][0]
    return client.get("/sign-in/sso/callback/", {"code": "c", "state": query["state"][0]})


VERIFIED = {"email_verified": True}


def claims_of(settings, subject: str, email: str, **more: object) -> dict:
    issuer = {"iss": settings.OIDC_ISSUER, "sub": subject}
    return issuer | {"email": email, "email_verified": True} | more


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_sign_in_page_offers_it_and_keeps_where_one_was_going(provider, settings) -> None:
    for language, words in (
        ("pl", "Zaloguj się przez Kalorys ID"),
        ("en", "Sign in with Kalorys ID"),
    ):
        settings.OIDC_NAME = "Kalorys ID"
        page = Client(headers={"accept-language": language}).get("/sign-in/?next=/people/?q=a%26b")
        assert words in page.content.decode()
    assert 'href="/sign-in/sso/?next=/people/%3Fq%3Da%26b"' in page.content.decode().replace(
        "%2F", "/"
    )
    evil = Client().get("/sign-in/?next=https://evil.example/").content.decode()
    assert 'href="/sign-in/sso/"' in evil
    settings.OIDC_NAME = ""
    assert (
        "Zaloguj się kontem firmowym"
        in Client(headers={"accept-language": "pl"}).get("/sign-in/").content.decode()
    )


@pytest.mark.parametrize("address", ["/admin/login/", "/pl/_util/login/", "/en/_util/login/"])
def test_there_is_no_second_door(address) -> None:
    person = make_person(email="ada@example.com", password="tajne-haslo-42", is_superuser=True)
    client = Client()
    form = {"username": person.email, "password": "tajne-haslo-42"}
    for response in (
        client.get(f"{address}?next=/people/"),
        client.post(f"{address}?next=/people/", form),
    ):
        assert response["Location"] == "/sign-in/?next=/people/"
    assert who(client) is None
    assert "evil" not in client.get(f"{address}?next=https://evil.example/")["Location"]


def test_shared_passwords_are_no_door_and_tell_nothing() -> None:
    for address in (
        "/pl/_util/authenticate_with_password/1/2/",
        "/documents/authenticate_with_password/1/",
    ):
        assert Client().get(address).status_code == 404


def test_first_time_by_confirmed_address_afterwards_by_subject(provider) -> None:
    person = make_person(email="ewa@example.com")
    client = Client()
    response = sign_in(client, provider, {"email": "Ewa@Example.com"} | VERIFIED)
    assert response["Location"] == "/people/"
    assert who(client) == str(person.pk)
    assert person.sign_in_links.get().how == SignInLink.How.EMAIL
    # The address changes at the provider, even to somebody else's, or is no longer confirmed.
    make_person(email="szefowa@example.com", is_superuser=True)
    for claims in (
        {"email": "szefowa@example.com"} | VERIFIED,
        {"email": "x", "email_verified": False},
        {},
    ):
        again = Client()
        sign_in(again, provider, claims)
        assert who(again) == str(person.pk)


def test_newcomer_gets_an_account_and_evil_target_is_ignored(provider) -> None:
    claims = {"email": "nowa@example.com", "given_name": "Nowa", "family_name": "Osoba"} | VERIFIED
    response = sign_in(Client(), provider, claims, to="https://evil.example/")
    assert response["Location"] == "/"
    person = User.objects.get(email="nowa@example.com")
    assert person.full_name == "Nowa Osoba"
    assert person.sign_in_links.get().subject == "1"


@pytest.mark.parametrize(
    "verified", [False, None, "false", "False", "true", "True", 1, 0, "", [True]]
)
def test_only_true_confirms_an_address(settings, verified) -> None:
    settings.OIDC_ISSUER = "https://id.example.com"
    settings.OIDC_TRUSTED_DOMAINS = ["example.com"]  # is for the missing claim only
    person = make_person(email="ada@example.com")
    with pytest.raises(SignInRefused):
        person_of(claims_of(settings, "9", person.email, email_verified=verified))
    assert not SignInLink.objects.exists()


def test_missing_claim_is_believed_for_trusted_domains_only(settings) -> None:
    settings.OIDC_ISSUER = "https://id.example.com"
    claims = claims_of(settings, "9", "ewa@example.com")
    del claims["email_verified"]
    with pytest.raises(SignInRefused):
        person_of(claims)
    settings.OIDC_TRUSTED_DOMAINS = ["example.com"]
    for email in (
        "ewa@evil.example",
        "ewa@sub.example.com",
        "ewa@notexample.com",
        "@example.com",
        "",
    ):
        with pytest.raises(SignInRefused):
            person_of(claims | {"email": email})
    assert person_of(claims).email == "ewa@example.com"


def test_second_subject_with_a_known_address_is_refused(settings) -> None:
    settings.OIDC_ISSUER = "https://id.example.com"
    person = person_of(claims_of(settings, "1", "ewa@example.com"))
    with pytest.raises(SignInRefused):
        person_of(claims_of(settings, "2", "ewa@example.com"))
    assert [link.subject for link in person.sign_in_links.all()] == ["1"]
    call_command("sign_in_links", "EWA@example.com", "--forget", stdout=StringIO())
    assert person_of(claims_of(settings, "2", "ewa@example.com")) == person


def test_another_issuer_or_no_subject_names_nobody(settings) -> None:
    settings.OIDC_ISSUER = "https://id.example.com"
    person_of(claims_of(settings, "1", "ewa@example.com"))
    good = claims_of(settings, "1", "ewa@example.com")
    for forged in (
        {"iss": "https://evil.example"},
        {"iss": None},
        {"sub": ""},
        {"sub": None},
        {"sub": 1},
        {"sub": "x" * 256},
    ):
        with pytest.raises(SignInRefused):
            person_of(good | forged)


@pytest.mark.parametrize("who_is", [{"is_superuser": True}, {"groups": ["Editors"]}])
def test_rights_in_the_administration_need_the_password_once(provider, who_is) -> None:
    person = make_person(email="ada@example.com", password="tajne-haslo-42", **who_is)
    client = Client()
    claims = {"email": person.email} | VERIFIED
    assert sign_in(client, provider, claims)["Location"] == "/sign-in/sso/confirm/"
    assert who(client) is None
    page = client.post("/sign-in/sso/confirm/", {"password": "wrong"})
    assert page.status_code == 200 and who(client) is None and not SignInLink.objects.exists()
    assert (
        client.post("/sign-in/sso/confirm/", {"password": "tajne-haslo-42"})["Location"]
        == "/people/"
    )
    assert who(client) == str(person.pk)
    assert person.sign_in_links.get().how == SignInLink.How.PASSWORD
    assert sign_in(Client(), provider, claims)["Location"] == "/people/"


def test_confirming_needs_an_answer_of_the_provider_that_is_not_old(provider, monkeypatch) -> None:
    person = make_person(email="ada@example.com", password="tajne-haslo-42", is_superuser=True)
    assert Client().post("/sign-in/sso/confirm/", {"password": "tajne-haslo-42"}).status_code == 404
    client = Client()
    sign_in(client, provider, {"email": person.email} | VERIFIED)
    later = time.time() + 601
    monkeypatch.setattr("social.people.sso.time.time", lambda: later)
    assert client.get("/sign-in/sso/confirm/").status_code == 404


def test_unverified_address_and_closed_account_are_refused(provider) -> None:
    left = make_person(email="byla@example.com")
    left.is_active = False
    left.save()
    for claims in (
        {"email": "x@example.com", "email_verified": False},
        {"email": left.email} | VERIFIED,
        {},
    ):
        client = Client()
        assert sign_in(client, provider, claims)["Location"] == "/sign-in/"
        assert who(client) is None
    assert not SignInLink.objects.exists()


def test_answer_without_our_state_is_refused(provider) -> None:
    client = Client()
    response = client.get("/sign-in/sso/callback/", {"code": "c", "state": "forged"})
    assert response["Location"] == "/sign-in/"
    assert who(client) is None


FORGED = {
    "wrong audience": {"claims": {"aud": "another"}},
    "wrong audience, right party": {"claims": {"aud": "another", "azp": "rynek"}},
    "no audience": {"claims": {"aud": None}},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "discovery of another issuer": {"issuer": "https://evil.example"},
    "old nonce": {"claims": {"nonce": "old"}},
    "no nonce": {"claims": {"nonce": None}},
    "expired": {"claims": {"exp": 1}},
    "no subject": {"claims": {"sub": None}},
    "foreign key": {"signing_key": RSAKey.generate_key(2048, {"kid": "1"})},
    "unknown key": {"header": {"kid": "2"}},
    "no ID token": {"without_id_token": True},
}


@pytest.mark.parametrize("forgery", FORGED.values(), ids=FORGED)
def test_forged_answers_let_nobody_in(provider, forgery) -> None:
    make_person(email="ewa@example.com")
    for name, value in forgery.items():
        if name != "claims":
            setattr(provider, name, value)
    client = Client()
    claims = {"email": "ewa@example.com"} | VERIFIED | forgery.get("claims", {})
    assert sign_in(client, provider, claims)["Location"] == "/sign-in/"
    assert who(client) is None and not SignInLink.objects.exists()
    assert "message--error" in client.get("/sign-in/").content.decode()


def test_an_answer_works_once_and_in_one_browser(provider) -> None:
    client = Client()
    query = parse_qs(urlsplit(client.get("/sign-in/sso/")["Location"]).query)
    provider.claims = {"email": "ewa@example.com"} | VERIFIED
    provider.challenge, provider.nonce = query["code_challenge"][0], query["nonce"][0]
    answer = {"code": "c", "state": query["state"][0]}
    other = Client()
    assert other.get("/sign-in/sso/callback/", answer)["Location"] == "/sign-in/"
    assert client.get("/sign-in/sso/callback/", answer)["Location"] == "/"
    client.post("/sign-out/")
    assert client.get("/sign-in/sso/callback/", answer)["Location"] == "/sign-in/"
    assert who(client) is None and who(other) is None


@pytest.mark.parametrize("fault", ["down", "html", "list", "error"])
def test_a_provider_that_fails_is_a_sentence(
    provider, settings, monkeypatch, fault, caplog
) -> None:
    def answer(self: BaseHTTPRequestHandler) -> None:
        self.send_response(503 if fault == "error" else 200)
        self.end_headers()
        self.wfile.write({"html": b"<p>Busy</p>", "list": b"[]"}.get(fault, b"{}"))

    started = Client()
    query = parse_qs(urlsplit(started.get("/sign-in/sso/")["Location"]).query)
    monkeypatch.setattr(provider, "do_GET", answer)
    if fault == "down":
        settings.OIDC_ISSUER = "http://localhost:9"
    fresh = Client()
    back = {"code": "c", "state": query["state"][0]}
    for client, response in (
        (fresh, fresh.get("/sign-in/sso/")),
        (started, started.get("/sign-in/sso/callback/", back)),
    ):
        assert response["Location"] == "/sign-in/"
        assert who(client) is None
    assert "single sign-on" in caplog.text


def test_without_a_provider_there_is_nothing(client) -> None:
    for address in ("/sign-in/sso/", "/sign-in/sso/callback/", "/sign-in/sso/confirm/"):
        assert client.get(address).status_code == 404
    assert b"sign-in/sso" not in client.get("/sign-in/").content


STRANGE = ["‮Ewa", "Ewa\r\nBcc: x@y", "a\x00b", "x" * 500, "😀", "\u200b", "", "{}", "a\ud83d"]
NO_NAMES = [None, 5, ["Ewa"], {"a": 1}, True]


@pytest.mark.parametrize("name", [*STRANGE, *NO_NAMES])
def test_a_claimed_name_is_a_line_or_nothing(settings, client_of, name) -> None:
    """And the pages that show the newcomer open."""
    settings.OIDC_ISSUER = "https://id.example.com"
    claims = claims_of(settings, "1", "ewa@example.com") | {"given_name": name, "family_name": name}
    person = person_of(claims)
    person.refresh_from_db()
    person.full_clean(exclude=["password", "last_name"])
    assert person.first_name
    client = client_of(person)
    for address in ("/people/", f"/people/{person.pk}/", "/people/me/", "/pl/"):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "email", ["x" * 250 + "@example.com", "a b@example.com", "a@b@example.com", "a\x00@example.com",
              "ewa@example.com\nbcc:x@y.pl", "ewa", "<ewa@example.com>", "\u202eewa@example.com"]
)  # fmt: skip
def test_a_claimed_address_that_is_none_names_nobody(settings, email) -> None:
    settings.OIDC_ISSUER = "https://id.example.com"
    with pytest.raises(SignInRefused):
        person_of(claims_of(settings, "1", email))
    assert not User.objects.filter(email__contains="ewa").exists()


@pytest.mark.parametrize("subject", ["a\x00b", "\u200b", "a\nb", "  "])
def test_a_subject_that_cannot_be_stored_names_nobody(settings, subject) -> None:
    settings.OIDC_ISSUER = "https://id.example.com"
    with pytest.raises(SignInRefused):
        person_of(claims_of(settings, subject, "ewa@example.com"))
