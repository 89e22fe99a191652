"""Single sign-on against a provider of our own on loopback."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import RSAKey

from social.people.models import User
from social.people.sso import SignInRefused, person_of
from tests.factories import make_person

pytestmark = pytest.mark.django_db
KEY = RSAKey.generate_key(2048, {"kid": "1"})


class Provider(BaseHTTPRequestHandler):
    """Just enough of an OpenID provider: discovery, keys and tokens, with PKCE checked."""

    claims: dict = {}
    challenge = ""
    nonce = ""

    def do_GET(self) -> None:
        issuer = f"http://localhost:{self.server.server_port}"
        if self.path.endswith("openid-configuration"):
            self.answer(
                {
                    "issuer": issuer,
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
        token = jwt.encode({"alg": "RS256", "kid": "1"}, payload, KEY)
        self.answer({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def answer(self, content: dict) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def provider(settings) -> Iterator[type[Provider]]:
    server = HTTPServer(("localhost", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.OIDC_ISSUER = f"http://localhost:{server.server_port}"
    settings.OIDC_CLIENT_ID = "rynek"
    settings.OIDC_CLIENT_SECRET = "s"
    yield Provider
    server.shutdown()
    server.server_close()


def sign_in(client: Client, provider: type[Provider], claims: dict, to: str = "/people/"):
    to_provider = client.get(f"/sign-in/sso/?next={to}")
    query = parse_qs(urlsplit(to_provider["Location"]).query)
    provider.claims, provider.challenge = claims, query["code_challenge"][0]
    provider.nonce = query["nonce"][0]
    return client.get("/sign-in/sso/callback/", {"code": "c", "state": query["state"][0]})


def test_person_is_recognised_by_verified_address(provider) -> None:
    person = make_person(email="ewa@example.com")
    client = Client()
    response = sign_in(client, provider, {"email": "Ewa@Example.com", "email_verified": True})
    assert response["Location"] == "/people/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_newcomer_gets_an_account_and_evil_target_is_ignored(provider) -> None:
    claims = {"email": "nowa@example.com", "given_name": "Nowa", "family_name": "Osoba"}
    response = sign_in(Client(), provider, claims, to="https://evil.example/")
    assert response["Location"] == "/"
    assert User.objects.get(email="nowa@example.com").full_name == "Nowa Osoba"


def test_unverified_address_and_closed_account_are_refused(provider) -> None:
    left = make_person(email="byla@example.com")
    left.is_active = False
    left.save()
    for claims in ({"email": "x@example.com", "email_verified": False}, {"email": left.email}, {}):
        with pytest.raises(SignInRefused):
            person_of(claims)
        client = Client()
        assert sign_in(client, provider, claims)["Location"] == "/sign-in/"
        assert "_auth_user_id" not in client.session


def test_answer_without_our_state_is_refused(provider) -> None:
    client = Client()
    response = client.get("/sign-in/sso/callback/", {"code": "c", "state": "forged"})
    assert response["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session


def test_without_a_provider_there_is_nothing(client) -> None:
    assert client.get("/sign-in/sso/").status_code == 404
    assert b"sign-in/sso" not in client.get("/sign-in/").content
