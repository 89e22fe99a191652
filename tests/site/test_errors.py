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
