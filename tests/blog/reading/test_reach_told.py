"""Reach: shares of groups, told once; nothing that is edited or watched tells of a person."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import Locale

from blog.pages.models import NewsPage, PageAudience
from blog.reading.reach import event_of, reach_of, release_due
from social.activity.actions import record_view
from social.activity.models import Event
from social.analytics.models import Enrolment, Objection, Release
from social.community.models import RoomSettings
from social.people.audiences import rebuild
from social.people.models import AudienceRule
from tests.blog.reaching import NOW, addressed_to, aged, people_of, shown, told
from tests.factories import make_audience, make_department, make_news, make_person

pytestmark = pytest.mark.django_db


def test_reach_counts_readers_of_the_audience_by_department() -> None:
    plant, office, tiny = (make_department(name) for name in ("Zakład", "Biuro", "Kapliczka"))
    workers, clerks = people_of(plant, 20), people_of(office, 12)
    people_of(tiny, 2)
    page = make_news()
    for reader in (*workers[:10], *clerks[:6]):
        record_view(reader, page)
    reach = told(page)
    assert reach.latest.text == "około 45 %"
    assert shown(reach.departments) == {"Zakład": "około 50 %", "Inne działy": "około 45 %"}


@pytest.mark.parametrize(("size", "words_"), [(10, "ponad 80 %"), (30, "ponad 90 %")])
def test_a_group_that_has_read_it_all_is_not_named(client_of, editor, size, words_) -> None:
    plant = make_department("Zakład")
    workers = people_of(plant, size)
    page = addressed_to(plant)
    for reader in workers:
        record_view(reader, page)
    assert told(page).latest.text == words_
    text = client_of(editor).get(reverse("blog:reach", args=[page.pk])).content.decode()
    assert words_ in text
    assert "100 %" not in text
    assert f"{size}/{size}" not in text


def test_readers_outside_the_audience_do_not_count() -> None:
    plant, office = make_department("Zakład"), make_department("Biuro")
    workers, clerks = people_of(plant, 12), people_of(office, 6)
    page = addressed_to(plant)
    for reader in (*workers[:6], *clerks):
        record_view(reader, page)
    assert told(page).latest.text == "około 50 %"


def test_audience_below_the_minimum_shows_nothing() -> None:
    plant = make_department("Zakład")
    workers = people_of(plant, 9)
    page = addressed_to(plant)
    for reader in workers:
        record_view(reader, page)
    reach = told(page)
    assert reach.state == "hidden"
    assert not reach.departments.shares


def test_fewer_than_five_readers_are_not_told() -> None:
    people = people_of(make_department(), 40)
    page = make_news()
    for reader in people[:4]:
        record_view(reader, page)
    assert told(page).state == "hidden"


def test_editing_the_audience_tells_nothing_of_anybody(client_of, editor) -> None:
    """The attack on the first version: take one person out, look again, subtract."""
    plant, office = make_department("Zakład"), make_department("Biuro")
    workers = people_of(plant, 15)
    people_of(office, 15)
    page = addressed_to(plant, office)
    for reader in workers[:9]:
        record_view(reader, page)
    before = told(page)
    url = reverse("blog:reach", args=[page.pk])
    seen = client_of(editor).get(url).content
    for target in (workers[0], workers[10]):
        audience = make_audience(everybody=True)
        AudienceRule.objects.create(audience=audience, excludes=True).people.add(target)
        rebuild()
        page = NewsPage.objects.get(pk=page.pk)
        page.addressed_audiences.set([PageAudience(audience=audience)])
        page.save_revision().publish()
        release_due()
        assert reach_of(page).latest == before.latest
    response = client_of(editor).get(url).content.decode()
    assert "około 30 %" in seen.decode()
    assert "około 30 %" in response
    target.department = None  # nor does it help to move people
    target.save()
    release_due()
    assert reach_of(page).latest == before.latest


def test_audience_of_named_people_has_no_reach_at_all(client_of, editor) -> None:
    """Nine accomplices and somebody else are ten people."""
    people = people_of(make_department(), 12)
    audience = make_audience()
    rule = audience.rules.get()
    rule.everybody = False
    rule.people.set(people)
    rule.save()
    rebuild()
    page = make_news(live=False)
    PageAudience.objects.create(page=page, audience=audience)
    page = NewsPage.objects.get(pk=page.pk)
    page.save_revision().publish()
    for reader in people:
        record_view(reader, page)
    assert told(page).is_named
    assert not Release.objects.exists()
    page = NewsPage.objects.get(pk=page.pk)
    page.addressed_audiences.set([])
    page.save_revision().publish()  # whom it is for afterwards was chosen by name as well
    told(page)
    assert not Release.objects.exists()
    text = client_of(editor).get(reverse("blog:reach", args=[page.pk])).content.decode()
    assert "z nazwiska" in text


def test_people_added_later_are_told_by_themselves_and_only_when_they_are_ten() -> None:
    plant, office, shop = (make_department() for _ in range(3))
    people_of(office, 12)
    workers, sellers = people_of(plant, 12), people_of(shop, 6)
    page = addressed_to(plant)
    for reader in (*workers[:6], *sellers):
        record_view(reader, page)
    first = told(page)
    for added in ([plant, shop], [plant, shop, office]):
        audience = make_audience(departments=added)
        rebuild()
        page = NewsPage.objects.get(pk=page.pk)
        page.addressed_audiences.set([PageAudience(audience=audience)])
        page.save_revision().publish()
        enrolled = Enrolment.objects.filter(event=event_of(page))
        assert enrolled.count() == (1 if added[-1] is shop else 2)
    later = enrolled.get(number=2)
    assert later.population.size == 18
    reach = told(page)
    assert reach.latest == first.latest
    assert [one.text for one in reach.added] == ["około 35 %"]  # 6 of 18


def test_watching_a_page_teaches_nothing(client_of, editor) -> None:
    """Look, wait until a colleague has opened it, look again: equal bytes."""
    people = people_of(make_department(), 20)
    page = make_news()
    url, client = reverse("blog:reach", args=[page.pk]), client_of(editor)
    looks = []
    for reader in [None, *people]:
        if reader is not None:
            record_view(reader, page)
            release_due()
        looks.append(without_nonce(client.get(url).content))
    assert len(set(looks)) == 1
    aged(page, 8)
    release_due()
    seen = without_nonce(client.get(url).content)
    assert seen != looks[0]
    record_view(make_person(), page)
    release_due()
    assert without_nonce(client.get(url).content) == seen


def without_nonce(content: bytes) -> str:
    return re.sub(
        r'(nonce|csrfmiddlewaretoken|value|hx-headers|content)=("[^"]*"|\'[^\']*\')',
        "",
        content.decode(),
    )


def test_a_few_more_readers_after_the_first_week_read_hardly_changed(client_of, editor) -> None:
    people = people_of(make_department(), 40)
    page = make_news()
    for reader in people[:20]:
        record_view(reader, page)
    week = told(page, 8)
    assert week.latest.text == "około 50 %"
    aged(page, 31)
    later = NOW - timedelta(days=10)
    for reader in people[20:24]:
        record_view(reader, page)
        Event.objects.filter(actor=reader).update(created_at=later)
    release_due()
    month = reach_of(page)
    assert (month.latest.period, month.latest.text) == ("month", "około 50 %")
    text = client_of(editor).get(reverse("blog:reach", args=[page.pk])).content.decode()
    assert "prawie bez zmian" in text


def test_who_objects_is_not_counted_and_changes_nothing_that_was_told() -> None:
    people = people_of(make_department(), 11)
    for person in people[:2]:
        Objection.objects.create(person=person)
    page = make_news()
    for reader in people:
        record_view(reader, page)
    assert told(page).state == "hidden"  # nine are left
    Objection.objects.all().delete()
    other = make_news()
    for reader in people[:6]:
        record_view(reader, other)
    before = told(other)
    assert before.state == "shown"
    Objection.objects.create(person=people[0])
    release_due()
    assert reach_of(other) == before


def test_numbers_that_are_switched_off_are_off_everywhere(client_of, editor) -> None:
    people = people_of(make_department(), 20)
    page = make_news("Piknik")
    for reader in people[:10]:
        record_view(reader, page)
    told(page)
    RoomSettings.objects.update_or_create(pk=1, defaults={"group_numbers": False})
    client = client_of(editor)
    url = reverse("blog:reach", args=[page.pk])
    assert "około" not in client.get(url).content.decode()
    assert reach_of(page).state == "off"
    report = client.get(reverse("blog_reach_report"), {"export": "csv"})
    assert "około" not in b"".join(report.streaming_content).decode()
    other = make_news()
    for reader in people:
        record_view(reader, other)
    told(other)
    assert Release.objects.filter(event=event_of(other)).count() == 0


def test_reach_of_both_language_versions_is_one() -> None:
    people = people_of(make_department(), 20)
    page = make_news("Piknik")
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save_revision().publish()
    for reader in people[:5]:
        record_view(reader, page)
    for reader in people[:10]:
        record_view(reader, english)
    told(page)
    assert reach_of(english).latest.text == reach_of(page).latest.text == "około 50 %"
