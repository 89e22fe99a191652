"""Search in a real browser: the panel, the keyboard, facets, and all of it without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def indexed(site: Site) -> None:
    """The index knows the scene, whether or not the worker has got to it."""
    site.shell("from search.outbox.drain import drain\nwhile drain(): pass")


def test_slash_opens_the_panel_and_the_keyboard_chooses(open_as: Open) -> None:
    page = open_as("employee")
    page.goto("/pl/")
    page.keyboard.press("/")
    field = page.locator("[data-search]").first
    expect(field).to_be_focused()
    page.keyboard.type("magaz")
    option = page.get_by_role("option", name=re.compile("Nowy magazyn w Łodzi"))
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nowy magazyn")


def test_escape_closes_the_panel_and_recent_searches_wait_in_it(open_as: Open) -> None:
    page = open_as("employee")
    page.goto("/search/?q=urlop")
    page.goto("/pl/")
    page.keyboard.press("/")
    recent = page.get_by_role("option", name="urlop", exact=True)
    expect(recent).to_be_visible()
    page.keyboard.press("Escape")
    expect(recent).to_be_hidden()


def test_a_facet_narrows_without_leaving_the_page(open_as: Open) -> None:
    page = open_as("employee")
    page.goto("/search/?q=kalinowiec")
    hits = page.locator(".hit")
    expect(hits).to_have_count(3)
    page.get_by_role("checkbox", name=re.compile("Poradniki")).click()
    expect(hits).to_have_count(1)
    expect(hits).to_contain_text("Jak wziąć urlop")
    expect(page).to_have_url(re.compile("kind=guide"))
    page.go_back()
    expect(hits).to_have_count(3)


def test_the_panel_hides_what_is_not_for_the_reader(open_as: Open) -> None:
    page = open_as("employee")
    page.goto("/search/?q=orzechowiec")
    expect(page.get_by_role("heading", name="Nic nie znaleziono")).to_be_visible()
    board = open_as("board")
    board.goto("/search/?q=orzechowiec")
    expect(board.locator(".hit__title")).to_contain_text("Tajna fuzja")


def test_without_javascript_everything_is_a_form(open_as: Open) -> None:
    page = open_as("employee", javascript=False)
    page.goto("/search/")
    page.get_by_role("searchbox").fill("kalinowiec")
    page.get_by_role("button", name="Szukaj").first.click()
    expect(page.locator(".hit")).to_have_count(3)
    page.get_by_role("checkbox", name=re.compile("Poradniki")).check()
    page.get_by_role("button", name="Zawęź").first.click()
    expect(page.locator(".hit")).to_have_count(1)
    page.locator(".hit__title a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jak wziąć urlop")


def test_on_a_phone_the_facets_are_a_sheet(open_as: Open) -> None:
    page = open_as("employee", width=390)
    page.goto("/search/?q=kalinowiec")
    facets = page.locator("#facets")
    expect(facets).to_be_hidden()
    page.get_by_role("button", name="Zawęź").first.click()
    expect(facets).to_be_visible()
    # No `check()`, which looks at the box again: by then the answer has put another in its place.
    page.get_by_role("checkbox", name=re.compile("Poradniki")).click()
    expect(page.locator(".hit")).to_have_count(1)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def test_on_a_phone_the_panel_stays_below_the_bottom_navigation(open_as: Open) -> None:
    page = open_as("employee", width=390)
    page.goto("/search/")
    page.locator(".search-box [data-search]").press_sequentially("urlop")
    panel = page.locator(".search-box .search-panel")
    expect(panel).to_be_visible()
    box = panel.bounding_box()
    assert box
    # As high as the panel begins and a little more: the navigation lies upon its first lines.
    page.set_viewport_size({"width": 390, "height": int(box["y"]) + 50})
    at = "(y, place) => !!document.elementFromPoint(60, y).closest(place)"
    assert page.evaluate(f"({at})(innerHeight - 20, '.bottom-nav')")
    page.evaluate(f"scrollTo(0, {int(box['y']) - 10})")
    assert page.evaluate("scrollY") > 0
    assert page.evaluate(f"({at})(25, '.site-header')")


def test_a_typed_filter_is_taken_back_among_the_facets(open_as: Open) -> None:
    page = open_as("employee")
    page.goto("/search/?q=typ:poradnik kalinowiec")
    expect(page.locator(".hit")).to_have_count(1)
    page.get_by_role("checkbox", name=re.compile("Poradniki")).click()
    expect(page.locator(".hit")).to_have_count(3)
    expect(page.locator(".search-box [data-search]")).to_have_value("kalinowiec")
