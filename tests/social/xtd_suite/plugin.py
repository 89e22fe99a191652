"""Lets django-comments-xtd's tests, which make rows of its own model, make rows of ours.

What differs in a house and is bridged here: comments hang on a page (here the root of all
pages), lists of them are ordered where they are read, people are our users and known by their
address, and the comment model is ours.
"""

from typing import Any

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    from django.db.models.signals import pre_save
    from django_comments_xtd.models import XtdComment

    from social.comments.models import Comment
    from social.people.models import User

    Comment._meta.ordering = ["thread_id", "order"]  # type: ignore[misc]
    User.username = property(lambda user: user.email.partition("@")[0])  # type: ignore[attr-defined]
    pre_save.connect(_hang_on_a_page, sender=Comment, dispatch_uid="xtd_suite")
    for module in {item.module for item in items}:  # type: ignore[attr-defined]
        if getattr(module, "XtdComment", None) is XtdComment:
            module.XtdComment = Comment
        if hasattr(module, "User"):
            module.User = People


def _hang_on_a_page(instance: Any, **kwargs: Any) -> None:
    from wagtail.models import Page

    if instance.page_id is None:
        instance.page_id = Page.objects.order_by("depth", "pk").values_list("pk", flat=True).first()


class Accounts:
    """`User.objects` as the tests call it: with a user name before the address."""

    def create_user(self, username: str, email: str, password: str, **fields: Any) -> Any:
        from social.people.models import User

        address = email or f"{username}@example.com"
        fields.setdefault("first_name", username)
        fields.setdefault("last_name", "")
        return User.objects.create_user(address, password, **fields)


class People:
    """Stands for django.contrib.auth's `User`."""

    objects = Accounts()
