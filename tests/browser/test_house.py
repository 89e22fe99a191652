"""A visitor opens the house: signs in, reads, changes the language, is kept out."""

import pytest


def test_visitor_gets_nothing_but_the_sign_in_page(site, browser) -> None:
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    for address in ("/", "/pl/", "/people/", "/pl/aktualnosci/nowy-magazyn-w-lodzi/", "/admin/"):
        page.goto(address)
        assert "/sign-in/" in page.url
        assert "Otwieramy" not in page.content()
    context.close()


@pytest.mark.parametrize(
    ("language", "title"), [("pl", "Nowy magazyn w Łodzi"), ("en", "New office")]
)
def test_employee_signs_in_and_reads_news(open_as, language, title) -> None:
    page = open_as("employee", language=language, by_form=True)
    assert page.locator("html").get_attribute("lang") == language
    page.get_by_role("link", name=title).first.click()
    assert title in page.get_by_role("heading", level=1).inner_text()


def test_restricted_news_is_for_the_board_only(open_as) -> None:
    address = "/pl/aktualnosci/tajna-fuzja/"
    assert open_as("employee").goto(address).status == 404
    page = open_as("board")
    assert page.goto(address).status == 200
    assert "orzechowiec" in page.content()


def test_house_works_without_javascript(open_as) -> None:
    page = open_as("employee", javascript=False)
    page.goto("/pl/aktualnosci/")
    assert page.get_by_text("Nowy magazyn w Łodzi").first.is_visible()
