"""Pages are published and taken offline by the clock, each by itself."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished

from ground.queues.models import SetAside
from ground.queues.queue import QUEUES
from rynek.tasks import publish_scheduled
from tests.factories import make_news

pytestmark = pytest.mark.django_db


def scheduled(title: str) -> Page:
    page = make_news(title, live=False)
    Revision.objects.for_instance(page).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    return page


@pytest.fixture
def refusing():
    """A receiver that stumbles over pages called Zepsuta."""

    def refuse(instance: Page, **kwargs: object) -> None:
        if instance.title == "Zepsuta":
            raise ValueError("get() returned more than one")

    for signal in (page_published, page_unpublished):
        signal.connect(refuse)
    yield
    for signal in (page_published, page_unpublished):
        signal.disconnect(refuse)


@pytest.mark.parametrize("door", ["worker", "command"])
def test_a_page_that_cannot_be_published_holds_up_no_other(
    refusing, door, client_of, administrator
):
    broken, well = scheduled("Zepsuta"), scheduled("Dobra")
    publish_scheduled.func() if door == "worker" else call_command("publish_scheduled")
    for page in (broken, well):
        page.refresh_from_db()
    assert well.live
    assert not broken.live, "nothing of it is half done"
    row = SetAside.objects.get()
    assert row.queue == "publish"
    assert "more than one" in row.reason
    report = client_of(administrator).get("/admin/queues/").content.decode()
    assert f"/admin/pages/{broken.pk}/edit/" in report
    assert "Publikowanie" in report


def test_it_goes_through_when_the_cause_is_mended(refusing) -> None:
    broken = scheduled("Zepsuta")
    publish_scheduled.func()
    row = SetAside.objects.get()
    Revision.objects.for_instance(broken).update(
        content=broken.get_latest_revision().content | {"title": "Naprawiona"}
    )
    QUEUES["publish"].again(row.key)
    broken.refresh_from_db()
    assert (broken.live, broken.title) == (True, "Naprawiona")


def test_a_page_that_cannot_be_taken_offline_holds_up_no_other(refusing) -> None:
    broken, well = make_news("Jeszcze dobra"), make_news("Dobra")
    Page.objects.filter(pk=broken.pk).update(title="Zepsuta")
    Page.objects.filter(pk__in=[broken.pk, well.pk]).update(
        expire_at=timezone.now() - timedelta(minutes=1)
    )
    publish_scheduled.func()
    for page in (broken, well):
        page.refresh_from_db()
    assert (broken.live, well.live, well.expired) == (True, False, True)
    assert SetAside.objects.get().key == f"wagtailcore.page:{broken.pk}"
