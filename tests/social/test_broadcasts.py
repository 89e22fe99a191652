"""New pages tell those whom their editor addressed: at once, in the digest, or nobody."""

import pytest

from blog.pages.models import NewsPage, PageAudience
from social.following.actions import set_level
from social.notifications.models import Decision, Delivery, Notice, Timing, WhyMe
from social.people.audiences import rebuild
from tests.factories import make_audience, make_department, make_guide, make_news, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew():
    department = make_department("Zakład")
    people = [make_person(department=department) for _number in range(2)]
    audience = make_audience(departments=[department])
    rebuild()
    return audience, people


@pytest.fixture
def publish(django_capture_on_commit_callbacks, editor):
    def publish_to(audience, how: str, make=make_news):
        page = make(live=False, owner=editor, author=editor, notification=how)
        if audience:
            PageAudience.objects.create(page=page, audience=audience)
        page = type(page).objects.get(pk=page.pk)
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision(user=editor).publish()
        return page

    return publish_to


def told(page) -> set[int]:
    notices = Notice.objects.filter(page=page, decision=Decision.TOLD)
    return set(notices.values_list("person_id", flat=True))


def test_at_once_means_an_instant_mail_and_the_inbox(publish, crew, employee) -> None:
    audience, people = crew
    page = publish(audience, "now")
    assert told(page) == {person.pk for person in people}
    notice = Notice.objects.filter(page=page).first()
    assert (notice.why, notice.in_inbox) == (WhyMe.DIRECTED, True)
    assert set(Delivery.objects.values_list("timing", flat=True)) == {Timing.INSTANT}


def test_in_the_digest_interrupts_nobody(publish, crew) -> None:
    audience, people = crew
    page = publish(audience, "digest")
    assert told(page) == {person.pk for person in people}
    assert not Notice.objects.filter(page=page, in_inbox=True).exists()
    assert set(Delivery.objects.values_list("timing", flat=True)) == {Timing.DAILY}


def test_not_at_all_leaves_only_those_who_follow(publish, crew, employee, editor) -> None:
    audience, _people = crew
    set_level(employee, editor)
    page = publish(audience, "none")
    assert told(page) == {employee.pk}


def test_news_without_audience_is_for_everybody_and_a_guide_for_followers(
    publish, employee, colleague
) -> None:
    assert {employee.pk, colleague.pk} <= told(publish(None, "digest"))
    assert told(publish(None, "digest", make_guide)) == set()


def test_publishing_again_tells_nobody_anew(publish, crew, editor) -> None:
    audience, _people = crew
    page = publish(audience, "now")
    before = Notice.objects.count()
    NewsPage.objects.get(pk=page.pk).save_revision(user=editor).publish()
    assert Notice.objects.count() == before
