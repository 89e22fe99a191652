"""Publishing in a real browser: the editor's panels, confirming, signing up, onboarding."""

import re

from playwright.sync_api import expect

AUDIENCE = """
from social.people.models import *
from social.people.audiences import rebuild
audience, made = Audience.objects.get_or_create(name="Cała firma")
if made:
    AudienceRule.objects.create(audience=audience, everybody=True)
rebuild()
"""
MUST_READ = (
    AUDIENCE
    + """
from datetime import timedelta
from django.utils import timezone
from blog.pages.models import NewsIndexPage, NewsPage
from blog.reading.models import MustRead
index = NewsIndexPage.objects.get(locale__language_code="pl")
page = NewsPage(title="Zasady na hali", slug="zasady-na-hali", locale=index.locale)
index.add_child(instance=page)
MustRead.objects.create(page=page, audience=audience, due_on=timezone.localdate() + timedelta(days=3))
page.save_revision().publish()
"""
)
EVENT = """
from datetime import timedelta
from django.utils import timezone
from blog.events.models import EventIndexPage, EventPage
index = EventIndexPage.objects.get(locale__language_code="pl")
soon = timezone.now() + timedelta(days=3)
page = EventPage(title="Piknik załogi", slug="piknik-zalogi", locale=index.locale,
                 starts_at=soon, ends_at=soon + timedelta(hours=2), place="Łąka")
index.add_child(instance=page)
page.save_revision().publish()
"""
PATH = """
from django.utils import timezone
from blog.pages.models import GuideIndexPage
from blog.onboarding.models import *
from blog.onboarding.assignment import start
from social.people.models import User
index = GuideIndexPage.objects.get(locale__language_code="pl")
path = OnboardingPathPage(title="Pierwsze kroki", slug="pierwsze-kroki", locale=index.locale)
index.add_child(instance=path)
PathStep.objects.create(path=path, kind="task", title="Odbierz kask")
path.save_revision().publish()
person = User.objects.get(email__startswith="employee@")
print(start(person, OnboardingPathPage.objects.get(pk=path.pk)).pk)
"""


def test_editor_sees_who_is_in_an_audience_while_choosing(site, open_as) -> None:
    page = open_as("editor")
    page.goto("/admin/snippets/people/audience/add/")
    page.locator("[name='name']").fill("Próbna")
    page.locator("[name='rules-0-everybody']").check()
    panel = page.locator("[data-live-url]")
    expect(panel.locator("strong")).to_have_text(re.compile(r"\d"), timeout=15_000)


def test_editor_sees_whom_a_page_would_reach(site, open_as) -> None:
    site.shell(AUDIENCE)
    page = open_as("editor")
    index = site.shell(
        "from blog.pages.models import NewsIndexPage;"
        "print(NewsIndexPage.objects.get(locale__language_code='pl').pk)"
    )
    page.goto(f"/admin/pages/add/pages/newspage/{index}/")
    tab = page.get_by_role("tab").nth(1)
    tab.click()
    expect(tab).to_have_attribute("aria-selected", "true")
    panel = page.locator("[data-live-url*='/who/']")
    expect(panel.locator("[data-notification='digest']")).to_be_visible(timeout=15_000)
    page.locator("[name='notification']").select_option("now")
    expect(panel.locator("[data-notification='now']")).to_be_visible(timeout=15_000)


def test_employee_confirms_reading_from_the_start_page(site, open_as) -> None:
    site.shell(MUST_READ)
    page = open_as("employee")
    page.goto("/pl/")
    item = page.locator(".must-read .item", has_text="Zasady na hali")
    item.get_by_role("button").click()
    expect(item.get_by_role("status")).to_be_visible()
    page.reload()
    expect(page.locator(".must-read .item", has_text="Zasady na hali")).to_have_count(0)


def test_employee_signs_up_and_withdraws(site, open_as) -> None:
    site.shell(EVENT)
    page = open_as("employee")
    page.goto("/pl/wydarzenia/piknik-zalogi/")
    page.locator("#attendance form[action*='sign-up'] button").click()
    expect(page.locator("#attendance .badge--good")).to_be_visible()
    page.locator("#attendance form[action*='withdraw'] button").click()
    expect(page.locator("#attendance form[action*='sign-up'] button")).to_be_visible()


def test_newcomer_ticks_a_step_on_the_path(site, open_as) -> None:
    pk = site.shell(PATH).splitlines()[-1]
    page = open_as("employee")
    page.goto("/pl/")
    expect(page.get_by_role("link", name="Pierwsze kroki").first).to_be_visible()
    page.goto(f"/onboarding/{pk}/")
    page.locator("form[action*='/tick/'] button").first.click()
    expect(page.locator(".step-done")).to_have_count(1)


def test_employee_proposes_without_javascript(open_as) -> None:
    page = open_as("employee", javascript=False)
    page.goto("/proposals/new/news/")
    page.locator("[name='title']").fill("Rowery przy bramie")
    page.locator("[name='text']").fill("Stoją **dwa** nowe stojaki.")
    page.locator(".form__actions button").click()
    expect(page.locator("main .item__title", has_text="Rowery przy bramie")).to_be_visible()


POLL = """
from blog.pages.models import NewsIndexPage, NewsPage
from blog.polls.models import Poll, PollOption
poll = Poll.objects.create(question="Kiedy piknik?", is_anonymous=False)
for text in ("Sobota", "Niedziela"):
    PollOption.objects.create(poll=poll, text=text)
index = NewsIndexPage.objects.get(locale__language_code="pl")
page = NewsPage(title="Ankieta o pikniku", slug="ankieta-o-pikniku", locale=index.locale,
                body=[("poll", poll)])
index.add_child(instance=page)
page.save_revision().publish()
"""


def test_employee_votes_in_place_and_sees_bars(site, open_as) -> None:
    site.shell(POLL)
    page = open_as("employee")
    page.goto("/pl/aktualnosci/ankieta-o-pikniku/")
    poll = page.locator(".poll")
    poll.get_by_label("Sobota").check()
    poll.get_by_role("button").click()
    expect(poll.locator(".bars .poll__mine")).to_contain_text("Sobota")
    expect(poll.locator(".bars__value").first).to_contain_text("100 %")
