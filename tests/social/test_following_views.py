"""Following, keeping and following up through the site."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from social.activity.models import Event, Verb
from social.comments.actions import post_comment
from social.following import followups
from social.following.actions import bookmark, set_level
from social.following.forms import TaskForm
from social.following.models import Bookmark, Follow, FollowUp, Habits, Level
from social.following.views.bookmarks import BOOKMARKS_PER_PAGE
from tests.factories import make_guide, make_news, make_person, make_project, restrict
from tests.html import tight

pytestmark = pytest.mark.django_db


def change(client, thing, level, kind="page"):
    return client.post(reverse("following:change", args=[kind, thing.pk]), {"level": level})


def test_the_button_on_a_page_follows_it_and_takes_it_back(client_of, employee) -> None:
    page, client = make_news(), client_of(employee)
    change(client, page, "all")
    assert Follow.objects.get(person=employee).level == Level.EVERYTHING
    assert 'aria-pressed="true"' in client.get(page.url).content.decode()
    change(client, page, "")
    assert not Follow.objects.filter(person=employee).exists()


def test_htmx_gets_the_button_back(client_of, employee) -> None:
    page = make_news()
    address = reverse("following:change", args=["page", page.pk])
    answer = client_of(employee).post(address, {"level": "new"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and b"follow-bar" in answer.content


def test_nobody_follows_what_they_do_not_see_nor_themselves(client_of, employee, client) -> None:
    page = make_news()
    restrict(page, "Board")
    mine = client_of(employee)
    assert change(mine, page, "all").status_code == 404
    assert change(mine, employee, "all", "person").status_code == 404
    assert mine.post("/following/nonsense/1/", {"level": "all"}).status_code == 404
    assert mine.get(reverse("following:change", args=["page", page.pk])).status_code == 405
    assert change(client, make_news(), "all").status_code == 302
    assert not Follow.objects.filter(person=employee).exists()


def test_what_i_follow_is_listed_and_changed_in_bulk(client_of, employee, colleague) -> None:
    page, hidden = make_news("Widoczna"), make_news("Ukryta")
    set_level(employee, page)
    set_level(employee, hidden)
    set_level(employee, colleague)
    restrict(hidden, "Board")
    client = client_of(employee)
    html = client.get(reverse("following:list")).content.decode()
    assert "Widoczna" in html and "Ukryta" not in html and str(colleague) in html
    mine = Follow.objects.filter(person=employee).values_list("pk", flat=True)
    client.post(reverse("following:change-many"), {"follows": list(mine), "level": "muted"})
    assert set(Follow.objects.values_list("level", flat=True)) == {Level.MUTED}
    foreign = set_level(colleague, page)
    client.post(reverse("following:change-many"), {"follows": [foreign.pk], "level": "muted"})
    foreign.refresh_from_db()
    assert foreign.level == Level.EVERYTHING


def test_what_i_follow_costs_the_same_for_twice_as_much(
    client_of, employee, django_assert_max_num_queries
) -> None:
    client = client_of(employee)
    for _ in range(4):
        set_level(employee, make_news())
        set_level(employee, make_person())
    client.get(reverse("following:list"))
    with django_assert_max_num_queries(60) as few:
        client.get(reverse("following:list"))
    for _ in range(4):
        set_level(employee, make_news())
        set_level(employee, make_person())
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("following:list"))


def test_suggestions_say_why_and_stay_away_when_dismissed(client_of, department_of_three) -> None:
    me, manager = department_of_three
    client = client_of(me)
    html = client.get(reverse("following:list")).content.decode()
    assert str(me.department) in html and str(manager) in html
    client.post(reverse("following:dismiss", args=["person", manager.pk]))
    set_level(me, me.department)
    html = client.get(reverse("following:list")).content.decode()
    assert reverse("following:dismiss", args=["person", manager.pk]) not in html


def test_projects_and_people_one_talks_to_are_suggested_with_the_reason(
    client_of, employee, colleague
) -> None:
    project, hidden = make_project("Kalibracja"), make_project("Fuzja")
    for page in (project, hidden):
        page.members.add(employee)
        page.save()
    restrict(hidden, "Board")
    said = post_comment(colleague, make_news(), "Kto wie?")
    post_comment(employee, said.page.specific, "Ja wiem.", parent=said)
    html = client_of(employee).get(reverse("following:list")).content.decode()
    assert "Kalibracja" in html and "Twój projekt" in html and "Fuzja" not in html
    assert reverse("following:dismiss", args=["person", colleague.pk]) in html
    assert "rozmawiacie ze sobą" in html


@pytest.fixture
def department_of_three():
    from tests.factories import make_department

    department = make_department("Logistyka")
    manager = make_person("Maria", "Szef", department=department)
    return make_person("Ola", "Nowa", department=department, manager=manager), manager


def test_a_reminder_is_private_and_fires_once(employee, colleague, client_of) -> None:
    page, client = make_news(), client_of(employee)
    client.post(reverse("following:remind", args=["page", page.pk]), {"when": "tomorrow"})
    reminder = FollowUp.objects.get()
    assert reminder.assignee == employee and not Event.objects.filter(verb=Verb.ASSIGNED).exists()
    assert not FollowUp.objects.visible_to(colleague).exists()
    later = timezone.now() + timedelta(days=2)
    assert followups.remind_due(later) == 1
    assert followups.remind_due(later) == 0
    assert Event.objects.filter(verb=Verb.REMINDED, target=employee).count() == 1


def test_a_reminder_is_put_off_and_fires_again(employee, colleague, client_of) -> None:
    now, page = timezone.now(), make_news()
    reminder = followups.remind_me(employee, page, now - timedelta(hours=1))
    assert followups.remind_due(now) == 1
    address = reverse("following:put-off", args=[reminder.pk])
    client = client_of(employee)
    assert address in client.get(reverse("following:follow-ups")).content.decode()
    client.post(address, {"when": "nonsense"})
    reminder.refresh_from_db()
    assert reminder.due_at < now
    client.post(address, {"when": "tomorrow"})
    reminder.refresh_from_db()
    assert reminder.due_at > now and reminder.is_open
    assert followups.remind_due(now) == 0
    assert followups.remind_due(now + timedelta(days=2)) == 1
    task = followups.assign(employee, page, colleague, now)
    for follow_up in (reminder, task):
        other = reverse("following:put-off", args=[follow_up.pk])
        assert client_of(colleague).post(other, {"when": "tomorrow"}).status_code == 404


def test_a_quick_choice_on_the_page_of_reminders_is_one_press(employee, client_of) -> None:
    page, client = make_news(), client_of(employee)
    address = reverse("following:remind", args=["page", page.pk])
    html = tight(client.get(address).content.decode())
    (choice, *_others) = re.findall(r'<button class="btn" name="when" value="([^"]+)"', html)
    assert html.count('name="when"') == html.count('class="btn" name="when"')
    assert client.post(address, {"when": choice, "day": "", "note": ""}).status_code == 302
    assert FollowUp.objects.get().due_at > timezone.now()


def test_a_reminder_needs_a_moment_to_come(employee, client_of) -> None:
    page = make_news()
    address = reverse("following:remind", args=["page", page.pk])
    client = client_of(employee)
    assert client.post(address, {}).status_code == 200
    assert client.post(address, {"day": "2020-01-01"}).status_code == 200
    assert not FollowUp.objects.exists()


def test_a_task_goes_to_a_colleague_who_does_or_declines_it(employee, colleague, client_of) -> None:
    page = make_news()
    address = reverse("following:assign", args=["page", page.pk])
    client_of(employee).post(address, {"assignee": colleague.pk, "note": "Sprawdź kwoty"})
    task = FollowUp.objects.get()
    assert (task.creator, task.assignee, task.is_open) == (employee, colleague, True)
    theirs = client_of(colleague)
    assert "Sprawdź kwoty" in theirs.get(reverse("following:follow-ups")).content.decode()
    assert "Sprawdź kwoty" in theirs.get(page.url).content.decode()
    theirs.post(reverse("following:decline", args=[task.pk]), {"reason": ""})
    task.refresh_from_db()
    assert task.is_open
    theirs.post(reverse("following:decline", args=[task.pk]), {"reason": "Urlop"})
    task.refresh_from_db()
    assert (task.state, task.reason) == (FollowUp.State.DECLINED, "Urlop")
    assert Event.objects.filter(verb=Verb.DECLINED, target=employee).count() == 1
    client_of(employee).post(reverse("following:reopen", args=[task.pk]))
    theirs.post(reverse("following:complete", args=[task.pk]))
    theirs.post(reverse("following:complete", args=[task.pk]))
    task.refresh_from_db()
    assert task.state == FollowUp.State.DONE
    assert Event.objects.filter(verb=Verb.COMPLETED).count() == 1


def test_a_task_is_not_given_to_somebody_who_cannot_see_the_page(
    employee, colleague, client_of
) -> None:
    page = make_news()
    restrict(page, "Board")
    employee.groups.add(employee.groups.model.objects.get(name="Board"))
    address = reverse("following:assign", args=["page", page.pk])
    answer = client_of(employee).post(address, {"assignee": colleague.pk})
    assert answer.status_code == 200 and not FollowUp.objects.exists()


def test_whom_to_ask_is_found_by_name_among_those_who_see_the_page(employee, client_of) -> None:
    page = make_news()
    restrict(page, "Board")
    members = [make_person(first, "Łącka", groups=["Board"]) for first in ("Anna", "Zofia")]
    outsider = make_person("Maria", "Łącka")
    client = client_of(members[0])
    address = reverse("following:assign", args=["page", page.pk])
    found = client.get(address, {"q": "lack"}, headers={"HX-Request": "true"}).content.decode()
    assert str(members[1]) in found and str(outsider) not in found and "<html" not in found
    several = client.post(address, {"q": "lacka", "note": "Sprawdź"}).content.decode()
    assert "field__error" in several and str(members[1]) in several and "Sprawdź" in several
    assert "field__error" in client.post(address, {"q": "maria"}).content.decode()
    assert "field__error" in client.post(address, {"assignee": outsider.pk}).content.decode()
    assert not FollowUp.objects.exists()
    client.post(address, {"q": "zofia lacka"})
    assert FollowUp.objects.get().assignee == members[1]


def test_a_task_about_a_comment_stands_in_the_thread_for_both_sides(
    employee, colleague, client_of, client
) -> None:
    page = make_news()
    said = post_comment(colleague, page, "Kto to sprawdzi?")
    task = followups.assign(employee, said, colleague, timezone.now(), "Sprawdź kwoty")
    for person in (employee, colleague):
        html = client_of(person).get(page.url).content.decode()
        assert html.count(f'id="follow-up-{task.pk}"') == 1
        assert html.index(f'id="body-{said.pk}"') < html.index("Sprawdź kwoty")
    link = reverse("comments:permalink", args=[said.pk])
    assert link in client_of(colleague).get(reverse("following:follow-ups")).content.decode()
    client_of(colleague).post(reverse("following:change-calendar"))
    key = Habits.objects.get(person=colleague).calendar_key
    feed = client.get(reverse("following:calendar-feed", args=[key])).content.decode()
    assert link in feed.replace("\r\n ", "")


def test_tasks_in_a_thread_cost_one_query_for_all_comments(
    employee, colleague, client_of, django_assert_max_num_queries
) -> None:
    page, client = make_news(), client_of(employee)
    for _ in range(2):
        followups.assign(employee, post_comment(colleague, page, "Słowo"), colleague)
    client.get(page.url)
    with django_assert_max_num_queries(150) as few:
        client.get(page.url)
    for _ in range(6):
        followups.assign(employee, post_comment(colleague, page, "Słowo"), colleague)
    with django_assert_max_num_queries(len(few)):
        client.get(page.url)


def test_the_menu_of_a_comment_says_how_it_is_followed_and_whether_it_is_kept(
    employee, colleague, client_of
) -> None:
    client = client_of(employee)
    said = post_comment(colleague, make_news(), "Słowo")
    menu = reverse("comments:menu", args=[said.pk])
    fragment = {"headers": {"HX-Request": "true"}}
    assert 'aria-pressed="true"' not in client.get(menu, **fragment).content.decode()
    change(client, said, "muted", "thread")
    client.post(reverse("following:toggle-bookmark", args=["comment", said.pk]), {"keep": "1"})
    html = tight(client.get(menu, **fragment).content.decode())
    assert 'name="level" value="" aria-pressed="true"' in html
    assert 'name="keep" value=""' in html


def test_others_do_not_close_my_follow_ups(employee, colleague, client_of) -> None:
    page = make_news()
    mine = followups.remind_me(employee, page, timezone.now() + timedelta(days=1))
    task = followups.assign(employee, page, make_person())
    for follow_up in (mine, task):
        address = reverse("following:complete", args=[follow_up.pk])
        assert client_of(colleague).post(address).status_code == 404


def test_the_calendar_is_read_by_its_secret_address_only(employee, client_of, client) -> None:
    page = make_guide("Zażółć; gęślą, jaźń " * 6)
    followups.remind_me(employee, page, timezone.now() + timedelta(days=1), "a\nb")
    client_of(employee).post(reverse("following:change-calendar"))
    key = Habits.objects.get(person=employee).calendar_key
    answer = client.get(reverse("following:calendar-feed", args=[key]))
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    lines = answer.content.decode().split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = answer.content.decode().replace("\r\n ", "")
    assert "Zażółć\\; gęślą\\, jaźń" in unfolded and "BEGIN:VALARM" in unfolded
    client_of(employee).post(reverse("following:change-calendar"), {"revoke": "1"})
    assert client.get(reverse("following:calendar-feed", args=[key])).status_code == 404
    assert client.get(reverse("following:calendar-feed", args=["None"])).status_code == 404


def test_the_calendar_forgets_what_may_no_longer_be_seen(employee, client_of, client) -> None:
    page = make_news("Tajne")
    followups.remind_me(employee, page, timezone.now() + timedelta(days=1))
    client_of(employee).post(reverse("following:change-calendar"))
    restrict(page, "Board")
    key = Habits.objects.get(person=employee).calendar_key
    assert (
        "Tajne" not in client.get(reverse("following:calendar-feed", args=[key])).content.decode()
    )


def test_bookmarks_are_private_with_notes_and_folders(employee, colleague, client_of) -> None:
    page, client = make_news("Do przeczytania"), client_of(employee)
    client.post(reverse("following:toggle-bookmark", args=["page", page.pk]), {"keep": "1"})
    kept = Bookmark.objects.get()
    address = reverse("following:edit-bookmark", args=[kept.pk])
    client.post(address, {"note": "na piątek", "folder_name": " Czytanie "})
    html = client.get(reverse("following:bookmarks")).content.decode()
    assert "Do przeczytania" in html and "na piątek" in html and "Czytanie" in html
    assert client_of(colleague).get(address).status_code == 404
    restrict(page, "Board")
    assert "Do przeczytania" not in client.get(reverse("following:bookmarks")).content.decode()


def test_every_bookmark_is_reached(employee, client_of) -> None:
    for number in range(BOOKMARKS_PER_PAGE + 1):
        bookmark(employee, make_news(f"Zachowana {number:03}"))
    client, address = client_of(employee), reverse("following:bookmarks")
    assert "Zachowana 000" not in client.get(address).content.decode()
    assert "Zachowana 000" in client.get(f"{address}?page=2").content.decode()


def test_bookmarking_twice_keeps_once(employee) -> None:
    page = make_news()
    bookmark(employee, page)
    bookmark(employee, page, note="x")
    assert Bookmark.objects.get().note == "x"


def test_tasks_left_lying_come_before_the_community_manager_without_names(
    employee, colleague
) -> None:
    from social.community.queue.tasks import overdue_tasks

    page, now = make_news(), timezone.now()
    followups.assign(employee, page, colleague, now - timedelta(days=9))
    followups.assign(employee, page, colleague, now - timedelta(days=1))
    followups.remind_me(employee, page, now - timedelta(days=30))
    (finding,) = overdue_tasks(now)
    assert (finding.page_id, finding.data, finding.recipients) == (page.pk, {"count": 1}, ())


@pytest.mark.parametrize(("hour", "due"), [(10, "17:00"), (19, "23:59")])
def test_a_task_is_never_overdue_when_it_is_given(
    employee, colleague, monkeypatch, hour, due
) -> None:
    now = timezone.localtime().replace(hour=hour, minute=30)
    monkeypatch.setattr(timezone, "now", lambda: now)
    data = {"assignee": colleague.pk, "q": str(colleague), "day": f"{now:%Y-%m-%d}"}
    form = TaskForm(data, user=employee, thing=make_news())
    assert form.is_valid(), form.errors
    assert form.due_at is not None and f"{form.due_at:%H:%M}" == due and form.due_at > now
