"""Signing out: by POST alone, everywhere, and nothing stays in the browser."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
DOORS = ("/sign-out/", "/admin/logout/")


@pytest.mark.parametrize("address", DOORS)
@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options", "patch"])
def test_no_other_method_signs_out(client_of, administrator, address, method) -> None:
    """A picture in a page, whose address is this one, must not sign its reader out."""
    client = client_of(administrator)
    response = getattr(client, method)(address)
    assert response.status_code == (200 if method == "options" else 405)
    assert "sessionid" not in response.cookies
    assert client.get("/people/me/").status_code == 200
    assert client.session["_auth_user_id"] == str(administrator.pk)


@pytest.mark.parametrize("address", DOORS)
def test_by_post_the_session_ends_and_the_browser_forgets(client_of, editor, address) -> None:
    client = client_of(editor)
    old = client.cookies["sessionid"].value
    response = client.post(address)
    assert response["Location"] == "/sign-in/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    stolen = Client()
    stolen.cookies["sessionid"] = old
    for browser in (client, stolen):
        assert browser.get("/people/me/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", DOORS)
def test_a_foreign_page_signs_nobody_out(editor, address) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(address).status_code == 403
    assert client.get("/people/me/").status_code == 200
