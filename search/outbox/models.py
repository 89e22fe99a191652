"""Changes that the search index has yet to learn of."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.engine.documents import root_model


class ChangeQuerySet(models.QuerySet):
    """Changes, oldest first by primary key."""

    def record(self, model: type[models.Model], pks: Iterable[Any]) -> None:
        """Note that objects were saved or deleted; part of the caller's transaction."""
        label = root_model(model)._meta.label_lower
        rows = [self.model(model=label, object_id=str(pk)) for pk in pks]
        if len(rows) == 1:
            rows[0].save(force_insert=True)
        elif rows:
            self.bulk_create(rows, batch_size=500)


class Change(models.Model):
    """One change; deleted once it is in the index. Rows are only ever added and deleted, so that
    writers never wait for each other."""

    class Kind(models.TextChoices):
        OBJECT = "object", _("object")
        SUBTREE = "subtree", _("page and all below it")
        RELATED = "related", _("objects that show it")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OBJECT)
    model = models.CharField(max_length=120)  # label of the topmost model
    object_id = models.CharField(max_length=64)
    relation = models.CharField(max_length=100, blank=True)  # RELATED: how `model` refers to it
    created_at = models.DateTimeField(default=timezone.now)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change to be indexed")
        verbose_name_plural = _("changes to be indexed")

    def __str__(self) -> str:
        return f"{self.model}:{self.object_id}"
