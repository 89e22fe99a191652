"""Whole pieces of work, from Wagtail's admin to the reader and back, through the real views."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate as today
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data

from blog.care.models import Review
from blog.events.attendance import renew_token
from blog.events.models import EventIndexPage
from blog.newsletters.models import Newsletter
from blog.newsletters.tasks import send_newsletters
from blog.onboarding.assignment import start
from blog.onboarding.models import Journey, OnboardingPathPage
from blog.pages.models import AlertBanner, Campaign, GuideIndexPage, GuidePage, NewsIndexPage
from blog.polls.models import Poll
from blog.polls.polling import tell_results
from social.activity.models import Event, Verb
from social.following.models import FollowUp
from social.notifications.mail import outbox
from social.people.audiences import rebuild
from social.people.models import Audience
from tests.blog.admin import audience_form, find, inline_formset, page_form, streamfield, words
from tests.blog.onboarding.test_onboarding import step_line
from tests.blog.reaching import told
from tests.factories import make_audience, make_department, make_guide, make_page, make_person
from tests.html import tight

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "1"}
APP_OF = {"eventpage": "events", "newsletter": "newsletters", "poll": "polls"}


def section(model: type[Page]) -> Page:
    return model.objects.get(locale__language_code="pl")


def add(client, model: str, parent: Page, form: dict, app: str = "") -> None:
    app = app or APP_OF.get(model, "pages")
    url = reverse("wagtailadmin_pages:add", args=[app, model, parent.pk])
    response = client.post(url, form | PUBLISH)
    assert response.status_code == 302, response.context["form"].errors


def edit(client, page: Page, form: dict) -> None:
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form | PUBLISH)
    assert response.status_code == 302, response.context["form"].errors


def snippet(client, name: str, form: dict, app: str = "") -> None:
    app = app or APP_OF.get(name, "pages")
    response = client.post(reverse(f"wagtailsnippets_{app}_{name}:add"), nested_form_data(form))
    assert response.status_code == 302, response.context["form"].errors


def read(client, url: str) -> str:
    return client.get(url).content.decode()


@pytest.fixture
def plant():
    return make_department("Zakład w Pile")


@pytest.fixture
def worker(plant):
    return make_person("Wit", "Zawada", department=plant)


def test_a_policy_is_addressed_confirmed_changed_and_proved(
    client_of, editor, worker, employee, colleague, plant, django_capture_on_commit_callbacks
) -> None:
    desk, hall = client_of(editor), client_of(worker)
    with django_capture_on_commit_callbacks(execute=True):
        form = audience_form("Załoga", {"departments": (str(plant.pk),)})
        response = desk.post(reverse("wagtailsnippets_people_audience:add"), form)
        assert response.status_code == 302, response.context["form"].errors
    crew = Audience.objects.get(name="Załoga")
    assert crew.size == 1
    aimed = inline_formset([{"audience": str(crew.pk)}])
    due = (today() + timedelta(days=7)).isoformat()
    asked = {"audience": str(crew.pk), "due_on": due, "days_for_newcomers": "14"}
    fields = {
        "slug": "kaski",
        "addressed_audiences": aimed,
        "restricted": "on",
        "notification": "now",
        "on_behalf_of": str(colleague.pk),
        "pinned_until": (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%d %H:%M"),
    }
    form = page_form("Kaski", must_reads=inline_formset([asked]), **fields)
    add(desk, "newspage", section(NewsIndexPage), form)
    page = find("Kaski")
    assert page.author == editor
    assert page.is_pinned
    assert "Kaski" in read(hall, "/pl/")
    text = read(hall, page.url)
    assert "Jan Łącki" in text
    hall.post(reverse("blog:acknowledge", args=[page.pk]))
    assert "must-read__title" not in read(hall, "/pl/")
    assert client_of(employee).get(page.url).status_code == 404

    row = page.addressed_audiences.get()
    known = inline_formset([{"audience": str(crew.pk), "id": str(row.pk)}], initial=1)
    line = inline_formset([asked | {"id": str(page.must_reads.get().pk)}], initial=1)
    log = [{"date": today().isoformat(), "kind": "material", "note": "Nowy wzór kasku", "id": ""}]
    changed = fields | {"addressed_audiences": known, "updates": inline_formset(log)}
    with django_capture_on_commit_callbacks(execute=True):
        edit(desk, page, page_form("Kaski", must_reads=line, **changed))
    assert "must-read__title" in read(hall, "/pl/")
    assert "Nowy wzór kasku" in read(hall, page.url)
    hall.post(reverse("blog:acknowledge", args=[page.pk]))

    evidence = reverse("blog_evidence", args=[page.pk])
    csv = b"".join(desk.get(evidence, {"export": "csv"}).streaming_content).decode()
    lines = [line for line in csv.splitlines() if "Wit Zawada" in line]
    assert len(lines) == 2
    assert desk.get(evidence, {"export": "xlsx"}).status_code == 200
    assert client_of(colleague).get(evidence).status_code == 404
    assert "Kaski" in read(desk, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def test_pages_of_a_campaign_are_chosen_in_the_editor_and_measured_together(
    client_of, editor
) -> None:
    people = [make_person() for _ in range(19)]
    desk = client_of(editor)
    form = {"name": "Zima", "goal": "Nikt nie upada.", "starts_on": "", "ends_on": ""}
    snippet(desk, "campaign", form)
    campaign = Campaign.objects.get()
    bad = form | {"name": "Lato", "starts_on": "2030-02-01", "ends_on": "2030-01-01"}
    url = reverse("wagtailsnippets_pages_campaign:add")
    assert desk.post(url, bad).status_code == 200
    for title in ("Sól", "Buty"):
        form = page_form(title, slug=title[:1], campaign=str(campaign.pk))
        add(desk, "newspage", section(NewsIndexPage), form)
    for person in people[:10]:
        assert client_of(person).get(find("Sól").url).status_code == 200
    for title in ("Sól", "Buty"):
        told(find(title))
    text = read(desk, reverse("wagtailsnippets_pages_campaign:edit", args=[campaign.pk]))
    report = desk.get(reverse("blog_campaign_report"))
    [shown] = [str(item.readers) for item in report.context["object_list"]]
    assert "%" in shown and shown in text


def test_banner_goes_up_in_the_admin_and_comes_down_by_itself(client_of, editor, employee) -> None:
    now = timezone.localtime()
    form = {
        "text_pl": "Dziś próba alarmu",
        "text_en": "Alarm test today",
        "page": "",
        "tone": "warning",
        "starts_at": (now - timedelta(minutes=5)).strftime("%Y-%m-%d %H:%M"),
        "ends_at": (now + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M"),
    }
    snippet(client_of(editor), "alertbanner", form)
    assert "Dziś próba alarmu" in read(client_of(employee), "/pl/")
    AlertBanner.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert "Dziś próba alarmu" not in read(client_of(employee), "/pl/")


def test_poll_is_made_put_on_a_page_answered_and_shown_as_bars(client_of, editor) -> None:
    people = [make_person() for _ in range(10)]
    desk = client_of(editor)
    lines = [{"text": "Sobota", "text_en": ""}, {"text": "Niedziela", "text_en": ""}]
    form = {
        "question": "Kiedy piknik?",
        "question_en": "",
        "is_anonymous": "on",
        "closes_at": (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M"),
        "options": inline_formset(lines),
    }
    snippet(desk, "poll", form)
    poll = Poll.objects.get()
    body = streamfield([("text", words("Wybierzmy dzień")), ("poll", str(poll.pk))])
    add(desk, "newspage", section(NewsIndexPage), page_form("Piknik", slug="piknik", body=body))
    page = find("Piknik")
    saturday = poll.options.get(text="Sobota")
    for person in people:
        client = client_of(person)
        url = reverse("blog:vote", args=[poll.pk])
        assert client.post(url, {"option": saturday.pk, "next": page.url}).status_code == 302
    assert 'class="bars"' not in read(client, page.url)  # watching it would tell of each vote
    Poll.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    tell_results()
    text = read(client, page.url)
    assert "ponad 50 %" in text  # never more exactly than five people allow
    assert 'class="bars"' in text
    client.post(url, {"option": saturday.pk})
    saturday.refresh_from_db()
    assert saturday.anonymous_votes == 10


def test_event_is_planned_filled_and_taken_into_calendars(
    client_of, editor, employee, colleague
) -> None:
    starts = timezone.localtime() + timedelta(days=7)
    form = page_form(
        "Pierwsza pomoc",
        slug="pomoc",
        starts_at=starts.strftime("%Y-%m-%d %H:%M"),
        ends_at=(starts + timedelta(hours=2)).strftime("%Y-%m-%d %H:%M"),
        place="Hala 2",
        online_url="",
        sign_up="on",
        sign_up_until="",
        places="1",
    )
    add(client_of(editor), "eventpage", section(EventIndexPage), form)
    event = find("Pierwsza pomoc")
    for person in (employee, colleague):
        client_of(person).post(reverse("blog:sign-up", args=[event.pk]))
    assert "badge--warn" in read(client_of(colleague), event.url)
    client_of(employee).post(reverse("blog:withdraw", args=[event.pk]))
    assert "badge--good" in read(client_of(colleague), event.url)
    feed = client_of(editor).get(reverse("blog:feed", args=[renew_token(colleague)]))
    assert b"Pierwsza pomoc" in feed.content
    assert Event.objects.filter(verb=Verb.TOLD, target=colleague).count() == 1


def test_newsletter_is_composed_previewed_scheduled_and_sent(
    client_of, editor, worker, plant
) -> None:
    desk = client_of(editor)
    crew = make_audience("Załoga", departments=[plant])
    rebuild()
    add(desk, "newspage", section(NewsIndexPage), page_form("Nowa hala", slug="hala", lead="Stoi."))
    form = {
        "subject_pl": "Tydzień",
        "subject_en": "The week",
        "intro_pl": "Cześć!",
        "intro_en": "Hello!",
        "audience": str(crew.pk),
        "send_at": (timezone.localtime() - timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M"),
        "items": inline_formset([{"page": str(find("Nowa hala").pk)}]),
    }
    snippet(desk, "newsletter", form)
    letter = Newsletter.objects.get()
    preview = reverse("wagtailsnippets_newsletters_newsletter:preview_on_edit", args=[letter.pk])
    items = [{"page": str(find("Nowa hala").pk), "id": str(letter.items.get().pk)}]
    again = nested_form_data(form | {"items": inline_formset(items, initial=1)})
    assert desk.post(preview, again).json()["is_valid"]
    shown = desk.get(preview, {"mode": "pl"})
    assert "Nowa hala" in shown.content.decode()
    assert "style-src 'unsafe-inline'" in shown.headers["Content-Security-Policy"]
    assert send_newsletters.call() == 1
    assert outbox.send_waiting() == 1
    assert [message.to for message in mail.outbox] == [[worker.email]]
    assert "Nowa hala" in mail.outbox[0].body


def test_guide_gets_an_owner_hears_from_readers_and_is_reviewed(
    client_of, editor, employee, colleague
) -> None:
    desk = client_of(editor)
    care = {"caretaker": str(employee.pk), "caretaker_department": "", "review_months": "6"}
    form = page_form("Delegacje", slug="delegacje", contributors=[], **care)
    add(desk, "guidepage", section(GuideIndexPage), form)
    guide = find("Delegacje")
    client_of(colleague).post(
        reverse("blog:feedback", args=[guide.pk]), {"verdict": "outdated", "words": "Nowe stawki"}
    )
    task = FollowUp.objects.get()
    assert task.assignee == employee
    report = desk.get(reverse("blog_care_report"), {"state": "outdated"})
    assert [page.title for page in report.context["object_list"]] == ["Delegacje"]
    Review.objects.update(next_on=today() - timedelta(days=1))
    owner, review = client_of(employee), reverse("blog:review", args=[guide.pk])
    assert "Nowe stawki" in read(owner, review)
    assert "callout--warning" in read(owner, guide.url)
    owner.post(review, {"action": "confirmed"})
    assert "callout--warning" not in read(owner, guide.url)
    section_url = reverse("wagtailadmin_pages:edit", args=[section(GuideIndexPage).pk])
    assert 'name="caretaker"' in read(desk, section_url)


def test_community_manager_builds_a_path_that_a_newcomer_walks(
    client_of, community_manager, plant, django_capture_on_commit_callbacks
) -> None:
    buddy = make_person(
        "Beata", "Bliska", department=plant, start_date=today() - timedelta(days=900)
    )
    audience = make_audience("Nowi", departments=[plant], started_within_days=90)
    lines = [
        step_line(stage="before", title="Podpisz umowę"),
        step_line(stage="week", kind="meet", whom="buddy", title="Poznaj", message="Cześć!"),
        step_line(stage="quarter", kind="ask", title="Zapytaj"),
    ]
    form = page_form(
        "Pierwsze dni",
        slug="pierwsze-dni",
        steps=inline_formset(lines),
        assigned_audiences=inline_formset([{"audience": str(audience.pk)}]),
    )
    desk = client_of(community_manager)
    with django_capture_on_commit_callbacks(execute=True):
        add(desk, "onboardingpathpage", section(GuideIndexPage), form, app="onboarding")
        newcomer = make_person("Nela", "Nowa", department=plant, start_date=today())
    journey = Journey.objects.get(person=newcomer)
    assert journey.buddy == buddy
    client = client_of(newcomer)
    assert "Pierwsze dni" in read(client, "/pl/")
    text = read(client, reverse("onboarding:journey", args=[journey.pk]))
    titles = ("Podpisz umowę", "Poznaj", "Zapytaj")
    places = [tight(text).index(f'item__title">{title}</h3>') for title in titles]
    assert places == sorted(places)
    assert "Beata Bliska" in text
    assert "mailto:" in text
    step = find("Pierwsze dni").steps.get(title="Podpisz umowę")
    client.post(reverse("onboarding:tick", args=[journey.pk, step.key]))
    assert "33 %" in read(client_of(buddy), reverse("onboarding:mine"))
    assert read(desk, reverse("onboarding:cohorts"))  # one newcomer is no number


def test_audience_that_nobody_matches_or_that_is_used_is_dealt_with_in_words(
    client_of, editor, administrator, plant
) -> None:
    desk = client_of(editor)
    form = audience_form("Pusta", {"departments": (str(make_department().pk),)})
    text = desk.post(reverse("audience_preview", args=[0]), form).content.decode()
    assert "help-warning" in text
    backwards = audience_form(
        "Wstecz", {"started_from": "2030-02-01", "started_until": "2030-01-01"}
    )
    url = reverse("wagtailsnippets_people_audience:add")
    assert desk.post(url, backwards).status_code == 200
    unknown = audience_form("Obcy", {"people": "nikt@example.com"})
    assert "nikt@example.com" in desk.post(url, unknown).content.decode()
    crew = make_audience("Załoga", departments=[plant])
    fields = {"slug": "s", "addressed_audiences": inline_formset([{"audience": str(crew.pk)}])}
    add(desk, "newspage", section(NewsIndexPage), page_form("Strona", **fields))
    delete = reverse("wagtailsnippets_people_audience:delete", args=[crew.pk])
    assert client_of(administrator).get(delete).status_code == 200
    client_of(administrator).post(delete)
    assert Audience.objects.filter(pk=crew.pk).exists()


def test_deleting_somebody_with_duties_says_what_becomes_of_them(
    client_of, administrator, employee, plant
) -> None:
    for number in range(50):
        make_guide(f"Poradnik {number}", caretaker=employee)
    newcomer = make_person("Nela", "Nowa", department=plant)
    path = make_page(OnboardingPathPage, "Start", parent=section(GuideIndexPage))
    journey = start(newcomer, path, buddy=employee)
    url = reverse("wagtailusers_users:delete", args=[employee.pk])
    client = client_of(administrator)
    text = read(client, url)
    assert "50" in text
    assert "Ewa Żak" in text
    assert "nikt nie usłyszy" in text or "nobody will hear" in text
    assert "1 nowej" in text or "1 newcomer" in text
    assert client.post(url).status_code == 302
    assert GuidePage.objects.live().count() == 50
    journey.refresh_from_db()
    assert (journey.buddy, journey.status) == (None, "walking")
