"""What can be followed, as addresses name it: a kind and an id."""

from collections.abc import Callable

from django.http import Http404
from django.urls import reverse
from wagtail.models import Page

from social.following.actions import Followable, Thread
from social.following.models.follows import Kind
from social.people.models import Department, User
from social.subjects.keys import kind_of, visible_subject_or_404
from social.subjects.models import Topic


def _thread(user: User, pk: int) -> Thread:
    comment = visible_subject_or_404(user, "comment", pk)
    return Thread(comment.thread_id, comment.page_id)


def _found(thing: Followable | None) -> Followable:
    if thing is None:
        raise Http404
    return thing


FINDERS: dict[str, Callable[[User, int], Followable]] = {
    Kind.PAGE: lambda user, pk: visible_subject_or_404(user, "page", pk),
    Kind.THREAD: _thread,
    Kind.PERSON: lambda user, pk: _found(User.objects.visible_to(user).filter(pk=pk).first()),
    Kind.TOPIC: lambda user, pk: _found(Topic.objects.visible_to(user).filter(pk=pk).first()),
    Kind.DEPARTMENT: lambda user, pk: _found(Department.objects.filter(pk=pk).first()),
}


def followable_or_404(user: User, kind: str, pk: int) -> Followable:
    """The thing, if it exists and this person sees it. Raises Http404."""
    if kind not in FINDERS:
        raise Http404
    thing = FINDERS[kind](user, pk)
    if isinstance(thing, User) and thing.pk == user.pk:
        raise Http404
    return thing


def address_of(thing: Followable) -> tuple[str, int]:
    """The kind and id by which an address names a thing."""
    if isinstance(thing, Thread):
        return Kind.THREAD.value, thing.id
    for kind, model in (
        (Kind.PAGE, Page),
        (Kind.PERSON, User),
        (Kind.TOPIC, Topic),
        (Kind.DEPARTMENT, Department),
    ):
        if isinstance(thing, model):
            return kind.value, thing.pk
    raise TypeError(f"{type(thing).__name__} cannot be followed")


def link_to(thing: Followable) -> str:
    """Where a thing is looked at."""
    if isinstance(thing, Department):
        return f"{reverse('people:directory')}?department={thing.slug}"
    if isinstance(thing, Page):
        return thing.get_url() or "/"
    if isinstance(thing, Thread):
        url_by_id = kind_of("comment").url_by_id
        return url_by_id(thing.id) if url_by_id else "/"
    return thing.get_absolute_url()
