"""The thin thread through everything, as people would walk it, in both languages."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

WORDS = {
    "pl": {
        "publish": "Opublikuj",
        "news": "Nowy magazyn w Łodzi",
        "address": "/pl/aktualnosci/nowy-magazyn-w-lodzi/",
    },
    "en": {
        "publish": "Publish",
        "news": "New office in Brno",
        "address": "/en/news/new-office-in-brno/",
    },
}
INDEXED_WITHIN = 20  # seconds; five on a machine that does nothing else


def find(page: Page, words: str, expected: str) -> None:
    """Search until the worker has indexed it."""
    deadline = time.monotonic() + INDEXED_WITHIN
    while True:
        page.goto(f"/search/?q={words}")
        if expected in page.locator("main").inner_text():
            return
        assert time.monotonic() < deadline, page.locator("main").inner_text()
        page.wait_for_timeout(500)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_read_comment_reply_react_and_find_it(open_as, language) -> None:
    words = WORDS[language]
    said = f"Rampa numer siedem jest gotowa zielonobrunatna {language}"
    page = open_as("employee", language=language)
    page.goto(words["address"])
    expect(page.get_by_role("heading", level=1)).to_have_text(words["news"])

    page.locator("#text-page").fill(said)
    page.locator("#composer-page .composer__foot .btn--primary").click()
    comment = page.locator(".comment", has_text=said).first
    expect(comment).to_be_visible()

    comment.locator("[data-reply]").first.click()
    box = comment.locator("textarea").first
    box.fill(f"A rampa ósma od piątku {language}")
    box.press("Control+Enter")
    expect(page.get_by_text(f"A rampa ósma od piątku {language}").first).to_be_visible()

    bar = page.locator(".subject-bar .reaction-bar").first
    bar.locator("summary.reaction--add").click()
    with page.expect_response(lambda answer: answer.request.method == "POST"):  # shown before
        bar.locator(".reaction-picker button[value=thanks]").click()
    pressed = page.locator(".subject-bar .reaction-bar .reaction[aria-pressed=true]").first
    expect(pressed).to_contain_text("1")
    page.reload()
    expect(pressed).to_contain_text("1")
    expect(page.get_by_text(said).first).to_be_visible()

    find(page, f"zielonobrunatna {language}", "zielonobrunatna")


@pytest.mark.parametrize("language", ["pl", "en"])
def test_editor_changes_and_publishes_a_page(open_as, site, language) -> None:
    words = WORDS[language]
    number = site.shell(
        "from wagtail.models import Page; "
        f"print(Page.objects.get(slug='{words['address'].split('/')[-2]}').pk)"
    )
    title = words["news"]
    page = open_as("editor", language=language)
    page.goto(f"/admin/pages/{number}/edit/")
    lead = page.locator("textarea[name=lead]")
    lead.fill(f"Sezamkowa nowość {language}.")
    page.locator(
        "footer [data-drilldown], footer .w-dropdown__toggle, footer button[aria-label]"
    ).last.click()
    page.get_by_role("button", name=re.compile(words["publish"])).last.click()
    page.wait_for_load_state()
    page.goto(words["address"])
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text(f"Sezamkowa nowość {language}.").first).to_be_visible()
    find(page, f"sezamkowej {language}" if language == "pl" else "sezamkowa en", title)
