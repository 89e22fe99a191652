"""Being told, with a real browser and the real worker: bell, inbox, preferences, follow, remind."""

import re
from typing import Any

from playwright.sync_api import Page, expect

TELL = """
from blog.pages.models import GuideIndexPage, GuidePage
from social.comments.actions import post_comment
from social.notifications.decide import decide_undecided
from social.people.models import User
me = User.objects.get(email__startswith="employee@")
other = User.objects.get(email__startswith="editor@")
parent = GuideIndexPage.objects.get(locale__language_code="pl")
page = GuidePage(title="{title}", locale=parent.locale, author=other, owner=other)
parent.add_child(instance=page)
page.save_revision(user=other).publish()
said = post_comment(me, page, "{question}")
post_comment(other, page, "{answer}", parent=said)
decide_undecided()
"""
SLUG = "nowy-magazyn-w-lodzi"


def tell(site: Any, title: str, question: str, answer: str) -> None:
    """Somebody answers the employee on a page of its own, about which nothing else is told."""
    site.shell(TELL.format(title=title, question=question, answer=answer))


def test_bell_rings_and_the_answer_is_one_click_away(site, open_as) -> None:
    page = open_as("employee")
    tell(site, "Parking przy magazynie", "Ile miejsc parkingowych?", "Czterdzieści.")
    page.goto("/people/")
    bell = page.locator("#bell")
    expect(bell.locator(".count")).to_have_text(re.compile(r"[1-9]"))
    bell.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Powiadomienia")
    story = page.locator("[data-story]").filter(has_text="Parking przy magazynie")
    expect(story).to_contain_text("Czterdzieści.")
    story.locator(".notice__text a").click()
    expect(page.locator(".comment", has_text="Czterdzieści.").first).to_be_visible()
    page.goto("/notifications/")
    expect(page.locator("[data-story]").filter(has_text="Czterdzieści.")).to_have_count(0)


def test_inbox_by_keyboard_alone(site, open_as) -> None:
    page = open_as("employee")
    tell(site, "Stołówka w magazynie", "Czy będzie stołówka?", "Tak, w styczniu.")
    page.goto("/notifications/")
    page.keyboard.press("j")
    newest = page.locator("[data-story]").first
    expect(newest).to_be_focused()
    story = page.locator(f"#{newest.get_attribute('id')}")
    unread = re.compile("notice--unread")
    expect(story).to_have_class(unread)
    page.keyboard.press("u")
    expect(story).not_to_have_class(unread)
    page.keyboard.press("u")
    expect(story).to_have_class(unread)
    page.keyboard.press("e")
    expect(story).to_have_count(0)
    page.goto("/notifications/?box=archived")
    expect(story).to_be_visible()


def test_follow_levels_change_in_one_click(open_as) -> None:
    page = open_as("community-manager")
    page.goto(f"/pl/aktualnosci/{SLUG}/")
    bar = page.locator(".follow-bar").first
    bar.get_by_role("button", name="Obserwuj", exact=True).click()
    expect(page.locator(".follow-bar").first).to_contain_text("Obserwujesz")
    page.locator(".follow-bar summary").first.click()
    page.locator(".follow-bar").first.get_by_role("button", name="Wyciszone").click()
    expect(page.locator(".follow-bar > button").first).to_have_text("Wyciszone")
    page.goto("/following/")
    expect(page.get_by_text("Nowy magazyn w Łodzi").first).to_be_visible()


def test_following_is_inherited_and_can_be_overridden_below(open_as) -> None:
    page = open_as("administrator")
    page.goto("/pl/poradniki/")
    page.locator(".follow-bar > button").first.click()
    expect(page.locator(".follow-bar").first).to_contain_text("Obserwujesz")
    page.goto("/pl/poradniki/jak-wziac-urlop/")
    bar = page.locator(".follow-bar").first
    expect(bar.locator("> button")).to_have_text("Obserwujesz")
    bar.locator("summary").click()
    expect(bar).to_contain_text("Ustawione w")
    bar.get_by_role("button", name="Wyciszone").click()
    expect(page.locator(".follow-bar > button").first).to_have_text("Wyciszone")
    page.locator(".follow-bar summary").first.click()
    page.get_by_role("button", name="Tak jak strona wyżej").click()
    expect(page.locator(".follow-bar > button").first).to_have_text("Obserwujesz")


def test_following_works_without_javascript(open_as) -> None:
    page = open_as("board", javascript=False)
    page.goto(f"/pl/aktualnosci/{SLUG}/")
    page.locator(".follow-bar > button").first.click()
    expect(page.locator(".follow-bar > button").first).to_have_attribute("aria-pressed", "true")


def test_preferences_are_kept(open_as) -> None:
    page = open_as("employee")
    page.goto("/notifications/preferences/")
    page.locator('select[name="comment-mail"]').select_option("weekly")
    page.get_by_label("Cisza od").fill("20:00")
    page.get_by_label("Cisza do").fill("07:00")
    page.get_by_role("button", name="Zapisz").click()
    expect(page.locator('select[name="comment-mail"]')).to_have_value("weekly")
    expect(page.get_by_label("Cisza od")).to_have_value("20:00")


def test_a_reminder_is_set_and_done(open_as) -> None:
    page = open_as("employee")
    page.goto(f"/pl/aktualnosci/{SLUG}/")
    page.locator(".subject-bar summary", has_text="Do zrobienia").click()
    page.get_by_role("button", name="Jutro").click()
    expect(page.get_by_text("Przypomnimy Ci.")).to_be_visible()
    page.goto("/follow-ups/")
    row = page.locator(".follow-up", has_text="Nowy magazyn w Łodzi").first
    row.locator('form[action$="/done/"] button').click()
    expect(page.locator(".follow-up--done").first).to_be_visible()


def test_a_task_goes_to_a_colleague_and_back(site, open_as) -> None:
    giver = open_as("editor")
    giver.goto(f"/pl/aktualnosci/{SLUG}/")
    giver.locator(".subject-bar summary", has_text="Do zrobienia").click()
    giver.get_by_role("link", name="Przekaż zadanie").click()
    name = site.shell(
        "from social.people.models import User;"
        "print(User.objects.get(email__startswith='employee@'))"
    )
    giver.get_by_label("Kto").press_sequentially(name[:5])
    giver.get_by_label(re.compile(re.escape(name))).check()
    giver.get_by_label("Co trzeba zrobić").fill("Sprawdź adres")
    giver.get_by_role("button", name="Przekaż zadanie").click()
    doer = open_as("employee")
    doer.goto("/follow-ups/")
    doer.locator(".follow-up", has_text="Sprawdź adres").locator('a[href*="/decline/"]').click()
    doer.get_by_label("Dlaczego nie?").fill("Jestem na urlopie")
    doer.locator(".form__actions button").click()
    giver.goto("/follow-ups/?tab=given")
    expect(giver.get_by_text("Jestem na urlopie")).to_be_visible()


DIGEST = """
from blog.pages.models import NewsPage
from social.activity.actions import record
from social.activity.models import Verb
from social.following import followups
from social.notifications.decide import decide
from social.notifications.mail.compose import compose
from social.notifications.models import Delivery, Mail
from social.people.models import User
board = User.objects.get(email__startswith="board@")
other = User.objects.get(email__startswith="editor@")
page = NewsPage.objects.live().filter(slug="{slug}").first()
decide(record(other, Verb.MENTIONED, page, target=board))
task = followups.assign(other, page, board, note="Sprawdź liczby")
decide(board.events_at_me.get(data__follow_up=task.pk))
told = Delivery.objects.filter(person=board, channel="mail").select_related("notice__event__actor")
# Composed and not sent: the worker of the house is free to send its own mails meanwhile.
message = compose(Mail(person=board, kind=Mail.Kind.DAILY, key="digest"), told).message
print(message.extra_headers["List-Unsubscribe"].strip(" <>"))
print(message.alternatives[0].content)
"""


def test_the_links_of_a_digest_lead_where_they_say(site, open_as, browser) -> None:
    said = site.shell(DIGEST.format(slug=SLUG))
    unsubscribe, _, html = said.partition("\n")
    reader: Page = open_as("board")
    links = re.findall(r'href="([^"]+)"', html)
    for link in links:
        if "/link/" not in link:
            answer = reader.goto(re.sub(r"^https?://[^/]+", site.url, link))
            assert answer is not None and answer.status == 200, link
    stranger = browser.new_context(base_url=site.url).new_page()
    (done,) = {link for link in links if "/link/" in link and link != unsubscribe}
    stranger.goto(re.sub(r"^https?://[^/]+", site.url, done))
    stranger.locator("[data-one-click] button").click()
    expect(stranger.locator("h1")).to_have_text("Oznaczono jako gotowe.")
    stranger.goto(re.sub(r"^https?://[^/]+", site.url, unsubscribe))
    stranger.locator("[data-one-click] button").click()
    expect(stranger.locator("h1")).to_contain_text("nie będzie")
    stranger.context.close()
