"""The inbox and the bell."""

import pytest
from django.urls import reverse

from blog.questions.models import QuestionIndexPage
from social.activity.actions import record
from social.activity.messages import tell
from social.activity.models import Verb
from social.following.actions import set_level
from social.notifications.decide import decide
from social.notifications.forms import SettingsForm
from social.notifications.inbox import PER_PAGE, bell
from social.notifications.models import Decision, MailDraft, Notice, Occasion, Timing
from social.notifications.occasions import DEFAULTS
from tests.factories import make_news, make_person, restrict
from tests.html import tight

pytestmark = pytest.mark.django_db


def tell_of(person, page=None, verb=Verb.ASSIGNED):
    page = page or make_news()
    decide(record(make_person(), verb, page, target=person))
    return page


def test_the_bell_counts_subjects_not_events(employee) -> None:
    page = tell_of(employee)
    tell_of(employee, page)
    tell_of(employee)
    assert bell(employee).count == 2


def test_the_bell_answers_not_modified_until_something_changes(client_of, employee) -> None:
    tell_of(employee)
    client, address = client_of(employee), reverse("notifications:bell")
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    tell_of(employee)
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200 and b">2<" in changed.content


def test_opening_a_page_reads_what_was_told_about_it(client_of, employee) -> None:
    page, client = tell_of(employee), client_of(employee)
    client.get(page.url, headers={"Sec-Purpose": "prefetch"})
    assert bell(employee).count == 1
    client.get(page.url)
    assert bell(employee).count == 0


def test_the_inbox_shows_stories_and_marks_them(client_of, employee) -> None:
    page, client = tell_of(employee, make_news("Nowy regulamin")), client_of(employee)
    address = reverse("notifications:inbox")
    assert "Nowy regulamin" in client.get(address).content.decode()
    mark = reverse("notifications:mark")
    client.post(mark, {"story": f"p{page.pk}", "deed": "read"})
    assert "Nowy regulamin" not in client.get(address).content.decode()
    client.post(mark, {"story": f"p{page.pk}", "deed": "unread"})
    assert "Nowy regulamin" in client.get(address).content.decode()
    client.post(mark, {"story": f"p{page.pk}", "deed": "archive"})
    assert "Nowy regulamin" not in client.get(f"{address}?box=all").content.decode()
    assert "Nowy regulamin" in client.get(f"{address}?box=archived").content.decode()


def test_the_tab_of_the_unread_counts_what_the_bell_counts(client_of, employee) -> None:
    client, address = client_of(employee), reverse("notifications:inbox")
    place = '<span class="count count--quiet" data-count-of="#bell">{}</span>'
    assert place.format("") in tight(client.get(address).content.decode())
    tell_of(employee)
    assert place.format(1) in tight(client.get(address).content.decode())


def test_nobody_marks_anothers_notices(client_of, employee, colleague) -> None:
    page = tell_of(employee)
    mark = reverse("notifications:mark")
    for story in (
        f"p{page.pk}",
        "all",
        f"n{Notice.objects.get(person=employee).pk}",
        "p",
        "x9",
        "",
    ):
        client_of(colleague).post(mark, {"story": story, "deed": "read"})
    assert bell(employee).count == 1


def test_what_became_restricted_disappears_from_inbox_and_bell(client_of, employee) -> None:
    page = tell_of(employee, make_news("Poufne"))
    restrict(page, "Board")
    assert bell(employee).count == 0
    html = client_of(employee).get(reverse("notifications:inbox")).content.decode()
    assert "Poufne" not in html
    ledger = client_of(employee).get(reverse("notifications:ledger")).content.decode()
    assert "Poufne" not in ledger


def test_the_inbox_is_paged_and_ends(client_of, employee) -> None:
    for number in range(PER_PAGE + 3):
        tell_of(employee, make_news(f"Sprawa {number:02}"))
    client, seen, address = client_of(employee), set(), reverse("notifications:inbox")
    query = "?box=all"
    for _ in range(5):
        html = client.get(address + query).content.decode()
        seen |= {n for n in range(PER_PAGE + 3) if f"Sprawa {n:02}" in html}
        if 'class="more"' not in html:
            break
        query = "?box=all&before=" + html.split('hx-get="?box=all&amp;before=')[1].split('"')[0]
    assert seen == set(range(PER_PAGE + 3))
    assert 'class="more"' not in html


def test_inbox_and_preferences_cost_a_constant_number_of_queries(
    client_of, employee, django_assert_max_num_queries
) -> None:
    client = client_of(employee)
    for _ in range(4):
        tell_of(employee)
    addresses = [reverse(f"notifications:{name}") for name in ("inbox", "preferences", "ledger")]
    for address in addresses:
        client.get(address)
        with django_assert_max_num_queries(60) as few:
            client.get(address)
        for _ in range(4):
            tell_of(employee)
        with django_assert_max_num_queries(len(few)):
            client.get(address)


def test_the_ledger_says_why_one_was_not_told(client_of, employee, colleague) -> None:
    page = make_news("Regulamin")
    set_level(employee, page, "muted")
    decide(record(colleague, Verb.UPDATED, page))
    html = client_of(employee).get(reverse("notifications:ledger")).content.decode()
    assert "Regulamin" in html
    assert str(Decision.MUTED.label) in html or "wycisz" in html.lower()


def test_the_ledger_is_read_by_page_and_by_decision(client_of, employee, colleague) -> None:
    told, muted = make_news("Regulamin"), make_news("Stołówka")
    set_level(employee, told)
    set_level(employee, muted, "muted")
    for page in (told, muted):
        decide(record(colleague, Verb.UPDATED, page))
    client, address = client_of(employee), reverse("notifications:ledger")

    def titles(**query) -> set[str]:
        html = client.get(address, query).content.decode().partition("<table")[2]
        return {title for title in ("Regulamin", "Stołówka") if title in html}

    assert titles() == {"Regulamin", "Stołówka"}
    assert titles(show="told") == {"Regulamin"}
    assert titles(show="not") == titles(page_id=muted.pk) == {"Stołówka"}
    assert titles(page_id="x" * 40, show="x" * 40) == titles()


def test_drafts_from_mails_wait_in_the_inbox(client_of, employee, colleague) -> None:
    space = QuestionIndexPage.objects.get(locale__language_code="pl")
    MailDraft.objects.create(person=employee, space=space, title="Jak kalibrować?", text="?")
    address = reverse("notifications:inbox")
    assert "Jak kalibrować?" in client_of(employee).get(address).content.decode()
    assert "Jak kalibrować?" not in client_of(colleague).get(address).content.decode()


def test_preferences_are_kept(client_of, employee) -> None:
    data = {f"{o}-mail": c.mail.value for o, c in DEFAULTS.items()}
    data |= {f"{Occasion.COMMENT}-mail": Timing.NEVER.value, "digest_time": "07:15"}
    data |= {"digest_weekday": "4", "quiet_from": "20:00", "quiet_until": "07:00"}
    client, address = client_of(employee), reverse("notifications:preferences")
    assert client.post(address, data).status_code == 302
    html = client.get(address).content.decode()
    assert 'value="07:15"' in html
    assert employee.notification_preferences.get(occasion="comment").mail == Timing.NEVER
    assert not employee.habits.follows_what_they_write
    bad = data | {"absent_from": "2026-12-10", "absent_until": "2026-12-01"}
    assert client.post(address, bad).status_code == 200


def test_quiet_hours_end_at_another_time_than_they_begin() -> None:
    same = {"digest_time": "08:00", "digest_weekday": "0"}
    same |= {"quiet_from": "22:00", "quiet_until": "22:00"}
    form = SettingsForm(same)
    assert list(form.errors) == ["quiet_until"]
    assert SettingsForm(same | {"quiet_until": "06:00"}).is_valid()
    assert SettingsForm(same | {"quiet_from": "", "quiet_until": ""}).is_valid()


def test_notifications_are_behind_the_sign_in(client) -> None:
    for name in ("inbox", "bell", "preferences", "ledger"):
        assert client.get(reverse(f"notifications:{name}")).status_code == 302
    assert client.post(reverse("notifications:mark")).status_code == 302


def test_a_reminder_and_a_message_of_the_house_have_no_face(client_of, employee) -> None:
    page = make_news("Przypomniane")
    decide(record(None, Verb.REMINDED, page, target=employee))
    decide(tell(employee, "review-due", make_news("Do przeglądu"), title="Do przeglądu"))
    html = client_of(employee).get(reverse("notifications:inbox")).content.decode()
    assert "Przypomniane" in html and "Do przeglądu" in html


def test_a_follower_is_told_of_without_a_page(client_of, employee, colleague) -> None:
    decide(record(colleague, Verb.FOLLOWED, None, target=employee))
    html = client_of(employee).get(reverse("notifications:inbox")).content.decode()
    assert str(colleague) in html
