"""The frame of every page: keyboard, theme, phone, offline reading."""

import pytest

TITLE = "Nowy magazyn w Łodzi"
PLACES = ("/pl/", "/pl/aktualnosci/", "/pl/poradniki/", "/pl/projekty/", "/people/", "/people/me/")


def read_the_news(page) -> str:
    """Open the news from the start page as readers do; returns its address."""
    page.goto("/pl/")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("heading", level=1, name=TITLE).wait_for()
    return page.url


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_no_page_scrolls_sideways(open_as, width) -> None:
    page = open_as("employee", width=width)
    for place in (read_the_news(page), *PLACES):
        assert page.goto(place).status == 200
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{place} is {overflow} px too wide at {width} px"


def test_nothing_but_the_usual_distance_lies_below_a_heading(open_as) -> None:
    """Pages that are a stack added three distances up to an empty gap of 120 px."""
    page = open_as("employee", width=390)
    for place in (*PLACES, "/notifications/preferences/", "/notifications/mails/", "/bookmarks/"):
        page.goto(place)
        gap = page.evaluate(
            """() => {
                const head = document.querySelector(".page > .page-head");
                if (!head?.nextElementSibling) return 0;
                const [above, below] = [head, head.nextElementSibling];
                return below.getBoundingClientRect().top - above.getBoundingClientRect().bottom;
            }"""
        )
        assert gap <= 48, f"{place}: {gap} px below the heading"


def test_phone_has_a_bottom_navigation_with_large_targets(open_as) -> None:
    page = open_as("employee", width=390)
    page.goto("/")
    items = page.locator(".bottom-nav__item")
    assert items.count() >= 3
    for box in (item.bounding_box() for item in items.all()):
        assert box["height"] >= 44
        assert box["width"] >= 44
    page.locator(".bottom-nav__item").last.click()
    page.locator("#nav-sheet").get_by_role("link", name="Poradniki").click()
    assert page.url.endswith("/pl/poradniki/")


def test_theme_is_remembered_without_a_flash(open_as) -> None:
    page = open_as("employee")
    page.goto("/")
    page.locator(".site-header summary").last.click()
    page.locator("[data-theme-choice=dark]").first.click()
    read_the_news(page)
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"


def test_keys_go_places_and_list_themselves(open_as) -> None:
    page = open_as("employee")
    page.goto("/people/")
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(lambda url: url.endswith("/pl/"))
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.goto("/people/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"


def test_a_page_that_was_read_opens_offline_for_its_reader_alone(open_as) -> None:
    page = open_as("employee")
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    news = read_the_news(page)
    wait_until_kept(page, news, True)
    page.context.set_offline(True)
    page.goto(news)
    assert page.get_by_role("heading", level=1).inner_text() == TITLE
    page.goto("/people/")
    assert page.get_by_role("heading", level=1).inner_text() == "Brak połączenia"
    page.context.set_offline(False)
    page.goto("/pl/")
    page.locator(".site-header summary").last.click()
    page.get_by_role("button", name="Wyloguj się").click()
    page.wait_for_url("**/sign-in/**")
    wait_until_kept(page, news, False)


def wait_until_kept(page, address: str, kept: bool) -> None:
    page.wait_for_function(
        """async ([address, kept]) => Boolean(await caches.match(address)) === kept""",
        arg=[address, kept],
    )


CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const probe = document.body.appendChild(document.createElement("i"));
  const light = (name) => {
    probe.style.color = `var(${name})`;
    canvas.fillStyle = getComputedStyle(probe).color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((c) => {
      c /= 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const pairs = [
    ["--accent", "--canvas"], ["--accent", "--sunken"], ["--accent", "--accent-soft"],
    ["--on-accent", "--accent"], ["--on-accent", "--accent-strong"],
    ["--ink-muted", "--canvas"], ["--ink-muted", "--sunken"], ["--ink-muted", "--accent-soft"],
    ["--good", "--good-soft"], ["--warn", "--warn-soft"], ["--bad", "--bad-soft"],
  ];
  const weak = [];
  for (const brand of ["#ffff00", "#00ff40", "#000000", "#ffffff", "#ff0000", "#0f6e5c", "#4000ff"]) {
    document.documentElement.style.setProperty("--brand", brand);
    for (const [a, b] of pairs) if (contrast(a, b) < 4.5) weak.push(`${a} on ${b} with ${brand}`);
  }
  return weak;
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_whatever_accent_is_chosen_text_stays_readable(open_as, theme) -> None:
    page = open_as("employee")
    page.emulate_media(color_scheme=theme)
    page.goto("/")
    assert page.evaluate(CONTRAST) == []
