"""Publishing and taking offline by the clock, each page by itself.

Wagtail's command does the same in one go: one page that cannot be published holds up all others.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, Page, Revision

from ground.queues.queue import Queue


def publish_due() -> int:
    """Take offline what has expired, publish what is due; returns how many went through."""
    done = EXPIRING.each(_expired(), _take_offline, key=_key_of)
    revisions = _due_revisions().order_by("approved_go_live_at", "pk")
    return done + PUBLISHING.each(list(revisions), _publish, key=_key_of_revision)


def _models_with_drafts() -> list[type[models.Model]]:
    others = (m for m in apps.get_models() if issubclass(m, DraftStateMixin))
    return [Page, *(model for model in others if not issubclass(model, Page))]


def _expired() -> Iterator[Any]:
    for model in _models_with_drafts():
        rows = model._default_manager.filter(live=True, expire_at__lt=timezone.now())
        yield from list(rows.order_by("expire_at", "pk"))


def _take_offline(thing: Any) -> None:
    thing.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _due_revisions() -> models.QuerySet[Revision]:
    return Revision.objects.filter(approved_go_live_at__lt=timezone.now())


def _publish(revision: Revision) -> None:
    revision.publish(log_action="wagtail.publish.scheduled")


def _key_of(thing: models.Model) -> str:
    """“wagtailcore.page:17”"""
    return f"{thing._meta.label_lower}:{thing.pk}"


def _key_of_revision(revision: Revision) -> str:
    """“blog.newspage:17:42”, where 42 is the revision of page 17."""
    model = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    label = model._meta.label_lower if model else ""
    return f"{label}:{revision.object_id}:{revision.pk}"


def _again_offline(key: str) -> None:
    label, _colon, pk = key.partition(":")
    for thing in _expired():
        if _key_of(thing) == f"{label}:{pk}":
            _take_offline(thing)


def _again_publish(key: str) -> None:
    pk = key.rpartition(":")[2]
    if pk.isdecimal():
        for revision in _due_revisions().filter(pk=pk):
            _publish(revision)


def _address(key: str) -> str:
    """Where the page is edited; snippets are found in their lists."""
    label, _colon, rest = key.partition(":")
    pk = rest.partition(":")[0]
    try:
        is_page = issubclass(apps.get_model(label), Page)
    except (LookupError, ValueError):
        return ""
    return reverse("wagtailadmin_pages:edit", args=[pk]) if is_page and pk.isdecimal() else ""


PUBLISHING = Queue(
    "publish", _("Publishing pages at their time"), again=_again_publish, address=_address
)
EXPIRING = Queue(
    "take-offline", _("Taking pages offline at their time"), again=_again_offline, address=_address
)
