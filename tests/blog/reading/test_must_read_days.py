"""By when people must confirm, when they are reminded, and who hears of a material change."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate as today

from blog.newsletters.models import NewsletterDelivery
from blog.pages.models import NewsPage, PageAudience, PageUpdate
from blog.pages.who import budget, interruptions
from blog.reading.models import MustRead
from blog.reading.must_read import acknowledge, asked_of, due_reminders, reminder_day
from blog.reading.needs_hand import late_must_reads
from blog.reading.tasks import ask_again, remind
from social.activity.messages import sentence_of
from social.activity.models import Event, Verb
from social.people.audiences import people_in, rebuild
from social.people.models import AudienceMember, User
from tests.blog.admin import inline_formset, page_form
from tests.factories import make_audience, make_department, make_news, make_person, restrict
from tests.html import tight

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=100)


@pytest.fixture
def plant():
    return make_department("Zakład w Pile")


@pytest.fixture
def crew(plant):
    audience = make_audience("Załoga", departments=[plant])
    make_person("Wit", "Zawada", department=plant)
    rebuild()
    AudienceMember.objects.update(since=LONG_AGO)
    return audience


@pytest.fixture
def worker(crew):
    return User.objects.get(last_name="Zawada")


def must_read(crew, due_on, **fields) -> MustRead:
    page = make_news("Polityka BHP")
    return MustRead.objects.create(
        page=page, audience=crew, due_on=due_on, asked_since=LONG_AGO, **fields
    )


def told(person) -> list[str]:
    events = Event.objects.filter(verb=Verb.TOLD, target=person).order_by("pk")
    return [sentence_of(event) for event in events]


def change(page, editor, note="Nowy limit") -> NewsPage:
    page = NewsPage.objects.get(pk=page.pk)
    page.updates.add(PageUpdate(kind="material", note=note))
    page.save_revision(user=editor).publish()
    return NewsPage.objects.get(pk=page.pk)


def test_reminders_are_called_for_a_week_and_a_day_before_and_weekly_after() -> None:
    days = [
        reminder_day(today(), today() + timedelta(days=n)) for n in (-8, -7, -2, -1, 6, 7, 13, 14)
    ]
    offsets = [day and (day - today()).days for day in days]
    assert offsets == [None, -7, -7, -1, -1, 7, 7, 14]


def test_each_is_reminded_once_for_each_reminder(crew, worker) -> None:
    row = must_read(crew, today() + timedelta(days=5))
    assert remind.call() == 1
    assert remind.call() == 0
    assert "Polityka BHP" in told(worker)[0]
    Event.objects.update(day=today() - timedelta(days=4))
    row.due_on = today() + timedelta(days=1)
    row.save()
    assert remind.call() == 1
    acknowledge(worker, row.page)
    row.due_on = today() - timedelta(days=7)
    row.save()
    assert remind.call() == 0


def test_reminder_missed_by_a_stopped_worker_is_made_up_for(crew, worker) -> None:
    must_read(crew, today() - timedelta(days=10))
    assert remind.call() == 1
    assert worker.pk in {event.target_id for event in Event.objects.filter(verb=Verb.TOLD)}


def test_nobody_is_reminded_of_what_was_asked_today(crew) -> None:
    row = must_read(crew, today() + timedelta(days=3))
    MustRead.objects.filter(pk=row.pk).update(asked_since=timezone.now())
    assert due_reminders(today()) == []


def test_who_joins_later_is_reminded_by_their_own_day(crew, plant) -> None:
    must_read(crew, today() - timedelta(days=30))
    late = make_person("Nela", "Nowa", department=plant)
    people = [person for _row, days in due_reminders(today()) for person in days]
    assert late.pk not in people
    [asked] = asked_of(late)
    assert asked.due_on == today() + timedelta(days=14)
    assert not asked.is_overdue


def test_who_may_not_open_the_page_is_neither_reminded_nor_late(crew, worker) -> None:
    row = must_read(crew, today() - timedelta(days=7))
    restrict(row.page, "Board")
    assert remind.call() == 0
    assert list(late_must_reads(timezone.now())) == []


def test_queue_counts_those_who_have_not_confirmed_what_counts_now(crew, worker, editor) -> None:
    row = must_read(crew, today() - timedelta(days=7), days_for_newcomers=0)
    acknowledge(worker, row.page)
    assert list(late_must_reads(timezone.now())) == []
    change(row.page, editor)
    tomorrow = timezone.now() + timedelta(days=1)
    assert [found.data for found in late_must_reads(tomorrow)] == [{"count": 1}]


def test_material_change_gives_new_days_and_is_told_at_once(
    crew, worker, editor, django_capture_on_commit_callbacks
) -> None:
    row = must_read(crew, today() - timedelta(days=60), days_for_newcomers=10)
    acknowledge(worker, row.page)
    with django_capture_on_commit_callbacks(execute=True):
        page = change(row.page, editor, "Nowy limit.")
    assert ask_again.call(page.pk) == 0
    [sentence] = told(worker)
    assert "Nowy limit" in sentence
    [asked] = asked_of(worker)
    assert asked.is_again
    assert asked.due_on == today() + timedelta(days=10)
    assert remind.call() == 0


def test_small_correction_is_told_to_nobody(
    crew, worker, editor, django_capture_on_commit_callbacks
) -> None:
    row = must_read(crew, today() + timedelta(days=30))
    page = NewsPage.objects.get(pk=row.page_id)
    page.updates.add(PageUpdate(kind="minor", note="Literówka"))
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision(user=editor).publish()
    assert told(worker) == []


def test_evidence_shows_each_persons_own_day(client_of, editor, crew, worker, plant) -> None:
    row = must_read(crew, today() - timedelta(days=30))
    late = make_person("Nela", "Nowa", department=plant)
    url = reverse("blog_must_read", args=[row.page_id])
    response = client_of(editor).get(url)
    days = {person.pk: person.due_on for person in response.context["object_list"]}
    assert days == {worker.pk: row.due_on, late.pk: today() + timedelta(days=14)}
    csv = client_of(editor).get(url, {"export": "csv"})
    text = b"".join(csv.streaming_content).decode()
    assert (today() + timedelta(days=14)).isoformat() in text


# Before publishing ----------------------------------------------------------------------------


def test_panel_warns_of_people_who_must_confirm_what_they_cannot_open(
    client_of, administrator, crew
) -> None:
    page = make_news("Tajne")
    restrict(page, "Board")
    lines = [{"audience": str(crew.pk), "due_on": "2030-01-01", "days_for_newcomers": "14"}]
    form = page_form("Tajne", must_reads=inline_formset(lines), notification="now")
    response = client_of(administrator).post(reverse("blog_who", args=[page.pk, 0]), form)
    assert response.context["must_read_people"] == 1
    assert response.context["must_read_shut_out"] == 1
    assert response.context["budget"].people == 1, "the administrator, who can open it"


def test_newsletters_count_as_interruptions(crew, worker) -> None:
    from blog.newsletters.models import Newsletter

    letter = Newsletter.objects.create(subject_pl="x", subject_en="x", audience=crew)
    NewsletterDelivery.objects.create(newsletter=letter, person=worker)
    old = Newsletter.objects.create(subject_pl="y", subject_en="y", audience=crew)
    NewsletterDelivery.objects.create(newsletter=old, person=worker, sent_at=LONG_AGO)
    people = people_in([crew])
    assert interruptions(people.values("pk")) == {worker.pk: 1}
    assert (budget(people).people, budget(people).average) == (1, 1.0)


def test_missing_audience_or_day_is_named(client_of, editor) -> None:
    from blog.pages.models import NewsIndexPage

    index = NewsIndexPage.objects.get(locale__language_code="pl")
    add = reverse("wagtailadmin_pages:add", args=["pages", "newspage", index.pk])
    lines = [{"audience": "", "due_on": "", "days_for_newcomers": "14", "ORDER": "1"}]
    form = page_form("Bez grupy", slug="a", must_reads=inline_formset(lines))
    text = client_of(editor).post(add, form | {"action-publish": "1"}).content.decode()
    assert "Wybierz, kto ma potwierdzić" in text or "Choose who must confirm" in text
    assert not PageAudience.objects.exists()


def test_after_confirming_nothing_asks_to_confirm_any_more(client_of, crew, worker) -> None:
    page = must_read(crew, today() + timedelta(days=3)).page
    client, url = client_of(worker), reverse("blog:acknowledge", args=[page.pk])
    text = client.get(page.url).content.decode()
    assert 'hx-target="closest .callout"' in text
    assert 'name="place" value="page"' in text
    part = client.post(url, {"place": "page"}, headers={"HX-Request": "true"}).content.decode()
    assert tight(part).startswith('<div class="callout')
    assert "Zapisane. Dziękujemy." in part
    whole = client.post(url, {"next": page.url}, follow=True).content.decode()
    assert "Zapisane. Dziękujemy." in whole
    assert "Masz czas do" not in whole


def test_first_question_of_a_page_is_not_asked_again(
    crew, worker, editor, django_capture_on_commit_callbacks
) -> None:
    """A must-read and a material change in one publication: nobody has read it before."""
    page = make_news("Polityka BHP")
    page = NewsPage.objects.get(pk=page.pk)
    page.must_reads.add(MustRead(audience=crew, due_on=today()))
    page.updates.add(PageUpdate(kind="material", note="Poprawiony budżet"))
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision(user=editor).publish()
    assert told(worker) == []
    [asked] = asked_of(worker)
    assert not asked.is_again
    with django_capture_on_commit_callbacks(execute=True):
        change(page, editor, "Nowy limit")
    [sentence] = told(worker)
    assert "Nowy limit" in sentence
