"""Error pages belong to the house."""

import pytest
from django.test import Client, RequestFactory

from rynek import views

pytestmark = pytest.mark.django_db


def test_unknown_address_is_a_page_of_the_house(client_of, employee) -> None:
    response = client_of(employee).get("/nothing-here/", follow=True)
    assert response.status_code == 404
    assert b"rynek/css/rynek" in response.content


@pytest.mark.parametrize(("view", "status"), [(views.bad_request, 400), (views.forbidden, 403)])
def test_errors_are_rendered_for_the_signed_in(rf: RequestFactory, employee, view, status) -> None:
    request = rf.get("/")
    request.user = employee
    response = view(request)
    assert response.status_code == status
    assert b"rynek/css/rynek" in response.content


def test_server_error_needs_no_database(rf: RequestFactory, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        response = views.server_error(rf.get("/"))
    assert response.status_code == 500
    assert b"rynek/css/rynek" in response.content


def test_policies_of_site_and_admin_differ(client_of, administrator) -> None:
    client = client_of(administrator)
    assert "unsafe-inline" not in client.get("/pl/")["Content-Security-Policy"]
    assert "unsafe-inline" in client.get("/admin/")["Content-Security-Policy"]
    assert "unsafe-inline" not in Client().get("/sign-in/")["Content-Security-Policy"]


def test_expired_form_shows_what_was_written_but_no_secret(employee) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(employee)
    long_text = "Ramp 7 is ready. <b>Please</b> close the old one by Friday, thank you."
    data = {"comment": long_text, "new_password1": "p" * 60, "csrfmiddlewaretoken": "t" * 64}
    came_from = {"Referer": "http://testserver/questions/ask/"}
    response = client.post("/language/", data, headers=came_from)
    text = response.content.decode()
    assert response.status_code == 403
    assert "rynek/css/rynek" in text
    assert "&lt;b&gt;Please&lt;/b&gt; close the old one by Friday" in text
    assert "p" * 60 not in text
    assert "t" * 64 not in text
    assert 'href="/questions/ask/"' in text, "a way back to the form"


def test_what_was_written_before_the_session_ended_is_shown_and_the_way_back() -> None:
    client = Client(headers={"Referer": "http://testserver/pl/aktualnosci/kantyna/"})
    data = {"text": "Kiedy będą <b>pierogi</b>?", "password": "nie pokazuj mnie", "level": "new"}
    response = client.post("/conversation/1/write/", data)
    text = response.content.decode()
    assert response.status_code == 403
    assert ">Kiedy będą &lt;b&gt;pierogi&lt;/b&gt;?</textarea>" in text
    assert "nie pokazuj" not in text
    assert text.count("<textarea") == 1
    assert 'href="/sign-in/?next=/pl/aktualnosci/kantyna/"' in text


def test_after_the_session_ended_scripts_choices_and_strangers_are_sent_to_sign_in() -> None:
    data = {"text": "Kiedy będą pierogi?"}
    address, client = "/conversation/1/write/", Client()
    for headers in ({"HX-Request": "true"}, {"Sec-Fetch-Mode": "cors"}):
        assert client.post(address, data, headers=headers).status_code == 302
    assert client.post("/language/", {"language": "pl"}).status_code != 403
    assert client.post(address, {"level": "new"}).status_code == 302
    away = client.post(address, data, headers={"Referer": "https://evil.example/x"})
    assert 'href="/sign-in/?next=/"' in away.content.decode()


def test_visitor_does_not_learn_which_addresses_exist() -> None:
    client = Client()
    for address in ("/nothing/", "/nothing", "/wp-login.php", "/pl/nothing/", "/en/x/?a=1"):
        response = client.get(address, follow=True)
        assert response.redirect_chain[-1][0].startswith("/sign-in/?next="), address
        assert response.status_code == 200
    assert client.get("/static/nothing.css").status_code == 404
    assert client.post("/nothing/").status_code in {403, 404}
