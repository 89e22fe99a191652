"""Wagtail's editor works under a policy that runs nobody else's scripts."""

from playwright.sync_api import Page

ATTACK = """() => {
  window.hit = [];
  const box = document.createElement("div");
  box.innerHTML = '<img src="/nowhere.png" onerror="window.hit.push(1)"><svg onload="window.hit.push(2)">';
  document.body.append(box);
  const script = document.createElement("script");
  script.textContent = "window.hit.push(3)";
  document.body.append(script);
  jQuery(document.body).append("<script>window.hit.push(4)</" + "script>");
}"""


def reports_of(page: Page) -> list[str]:
    """What the policy stops, as the browser says it."""
    found: list[str] = []
    page.on("console", lambda m: found.append(m.text) if "Content Security" in m.text else None)
    return found


def test_the_editor_works_and_the_policy_has_nothing_to_say(open_as) -> None:
    page = open_as("administrator")
    reports = reports_of(page)
    for address in (
        "/admin/",
        "/admin/pages/",
        "/admin/images/",
        "/admin/users/",
        "/admin/redirects/add/",
    ):
        page.goto(address)
    page.goto("/admin/pages/")
    page.goto(page.locator('a[href$="/edit/"]').first.get_attribute("href"))
    page.wait_for_timeout(1000)
    for add in page.locator("[id$='-ADD']:visible").all():  # rows with dates and choosers in them
        add.click()
    page.goto("/admin/redirects/add/")
    chooser = page.locator("[data-chooser-action-choose]:visible").first
    chooser.scroll_into_view_if_needed()
    chooser.click()
    page.wait_for_selector(".modal-body table, .modal-body ul")
    assert reports == []


def test_scripts_of_others_do_not_run(open_as) -> None:
    page = open_as("administrator")
    for address in ("/admin/", "/admin/pages/", "/admin/images/"):
        page.goto(address)
        page.evaluate(ATTACK)
        page.wait_for_timeout(500)
        assert page.evaluate("window.hit") == [], address
