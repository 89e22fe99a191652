"""Signals that fill the outbox: saves, deletions, moves, tags, and changes of what is shown."""

from functools import partial
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from modelsearch import signal_handlers as upstream
from modelsearch.index import get_indexed_models
from wagtail.signals import post_page_move

from search.engine.documents import root_model
from search.outbox.models import Change
from search.outbox.relations import Link, Relation, relations
from search.outbox.tasks import request_drain


def connect() -> None:
    """Listen to every indexed model, and to the models whose texts or keys they show."""
    for model in get_indexed_models():
        # Upstream would queue one task for every saved object, and write to the index within the
        # request that deletes one.
        post_save.disconnect(upstream.post_save_signal_handler, sender=model)
        post_delete.disconnect(upstream.post_delete_signal_handler, sender=model)
        if getattr(model, "search_auto_update", True):
            post_save.connect(_changed, sender=model, dispatch_uid="search.outbox")
            post_delete.connect(_changed, sender=model, dispatch_uid="search.outbox")
    found, links = relations()
    for relation in found:
        uid = f"search.outbox {relation.owner._meta.label} {relation.path}"
        listener = partial(_related_changed, relation=relation)
        post_save.connect(listener, sender=relation.related, dispatch_uid=uid, weak=False)
        gone = partial(_related_deleted, relation=relation)
        pre_delete.connect(gone, sender=relation.related, dispatch_uid=uid, weak=False)
    for link in links:
        uid = f"search.outbox {link.owner._meta.label} {link.through._meta.label}"
        listener = partial(_linked, link=link)
        post_save.connect(listener, sender=link.through, dispatch_uid=uid, weak=False)
        post_delete.connect(listener, sender=link.through, dispatch_uid=uid, weak=False)
        many = partial(_many_changed, link=link)
        m2m_changed.connect(many, sender=link.through, dispatch_uid=uid, weak=False)
    post_page_move.connect(_moved, dispatch_uid="search.outbox")


def _changed(instance: models.Model, using: str | None = None, **kwargs: Any) -> None:
    Change.objects.record(type(instance), [instance.pk])
    request_drain()


def _related_changed(
    instance: models.Model, relation: Relation, created: bool = False, **kwargs: Any
) -> None:
    # Who shows it is worked out by the worker: it may be thousands of pages.
    if created and not _holds_key(relation):
        return  # nobody can refer to it yet
    Change.objects.create(
        kind=Change.Kind.RELATED,
        model=relation.owner._meta.label_lower,
        object_id=str(instance.pk),
        relation=relation.path,
    )
    request_drain()


def _holds_key(relation: Relation) -> bool:
    """Whether the related row refers to the owner (and so can change it by being created)."""
    field = relation.owner._meta.get_field(relation.path.split("__")[0])
    return not field.concrete or "__" in relation.path


def _related_deleted(instance: models.Model, relation: Relation, **kwargs: Any) -> None:
    owners = relation.owner._default_manager.filter(**{relation.path: instance.pk})
    Change.objects.record(relation.owner, owners.order_by().values_list("pk", flat=True))
    request_drain()


def _linked(instance: models.Model, link: Link, **kwargs: Any) -> None:
    content_type = getattr(instance, "content_type_id", None)
    if content_type is not None:
        target = ContentType.objects.get_for_id(content_type).model_class()
        if target is None or root_model(target) is not root_model(link.owner):
            return
    Change.objects.record(link.owner, [getattr(instance, link.path)])
    request_drain()


def _many_changed(
    instance: models.Model, action: str, reverse: bool, pk_set: Any, link: Link, **kwargs: Any
) -> None:
    if action not in ("post_add", "post_remove", "pre_clear", "post_clear"):
        return
    if isinstance(instance, link.owner) and not reverse:
        Change.objects.record(link.owner, [instance.pk])
    elif pk_set:
        Change.objects.record(link.owner, pk_set)
    elif action == "pre_clear":  # cleared from the other side: afterwards nobody knows the owners
        opposite = [
            f.attname
            for f in link.through._meta.concrete_fields
            if f.many_to_one and isinstance(instance, cast(type[models.Model], f.related_model))
        ]
        rows = link.through._default_manager.filter(**{opposite[0]: instance.pk})
        Change.objects.record(link.owner, rows.values_list(link.path, flat=True))
    request_drain()


def _moved(instance: models.Model, **kwargs: Any) -> None:
    # Moving rewrites the paths of all pages below without a signal for each.
    Change.objects.create(
        kind=Change.Kind.SUBTREE,
        model=root_model(type(instance))._meta.label_lower,
        object_id=str(instance.pk),
    )
    request_drain()
