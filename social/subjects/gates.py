"""Gates: the sets of restrictions that pages lie behind, as numbers to store beside what is listed.

Number 0 is open to everybody who is signed in. A reader has a short list of gates that open, so
`gate IN (…)` is the same SQL for everybody. A change of restrictions or a move takes the numbers
away at once, so that what lies below is closed, and the worker works them out again. What is shown
on a screen is asked once more of `PageAccess`.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from social.subjects.access import PageAccess, Person
from social.subjects.models import Gate, GateRestriction, PageGate

OPEN = 0
AT_ONCE = 500


# Reading ---------------------------------------------------------------------------------------


def open_gates(user: Person) -> list[int]:
    """The numbers of the gates that open for this person, 0 among them.

    One query, remembered on the person, who lives as long as the request.
    """
    if not user.is_active:  # or not signed in
        return []
    known: list[int] | None = getattr(user, "_open_gates", None)
    if known is None:
        gates = Gate.objects.all()
        if not user.is_superuser:
            passed = GateRestriction.objects.filter(groups__in=user.groups.all())
            closed = GateRestriction.objects.exclude(pk__in=passed.values("pk"))
            gates = gates.exclude(pk__in=closed.values("gate"))
        known = [OPEN, *gates.order_by("pk").values_list("pk", flat=True)]
        user._open_gates = known
    return known


# Working out -----------------------------------------------------------------------------------


def close_below(path: str) -> None:
    """Take the numbers from the page at this tree path and all below it, until the worker comes."""
    _below(path).update(number=None, changes=F("changes") + 1)
    transaction.on_commit(partial(_enqueue, path))


def _enqueue(path: str) -> None:
    from social.subjects.tasks import number_gates

    number_gates.enqueue(path)


def work_out(path: str = "") -> int:
    """Number what lies below a tree path and has no number; returns how many pages got one."""
    _add_missing(path)
    waiting = _below(path).filter(number=None).order_by("pk")
    return sum(_number(some) for some in _batches(waiting.values_list("pk", flat=True)))


def _below(path: str) -> QuerySet[PageGate]:
    return PageGate.objects.filter(page__path__startswith=path)


def _add_missing(path: str) -> None:
    pages = Page.objects.filter(path__startswith=path)
    missing = pages.exclude(pk__in=PageGate.objects.values("page")).order_by("pk")
    for ids in _batches(missing.values_list("pk", flat=True)):
        rows = [PageGate(page_id=pk) for pk in ids]
        PageGate.objects.bulk_create(rows, ignore_conflicts=True)


def _number(ids: list[int]) -> int:
    """Work out the gates of these pages, and write those to which nothing happened meanwhile."""
    before = dict(PageGate.objects.filter(pk__in=ids).values_list("pk", "changes"))
    accesses = PageAccess.of_each(Page.objects.filter(pk__in=ids))
    numbers = {access: number_of(access) for access in set(accesses.values())}
    return sum(
        PageGate.objects.filter(pk=pk, number=None, changes=before[pk]).update(
            number=numbers[access]
        )
        for pk, access in accesses.items()
        if pk in before
    )


@transaction.atomic
def number_of(access: PageAccess) -> int:
    """The number of this set of restrictions, a new one if nothing lay behind it before."""
    if access.is_open:
        return OPEN
    asked = sorted(sorted(restriction.groups) for restriction in access.restrictions)
    gate, is_new = Gate.objects.get_or_create(digest=sha256(repr(asked).encode()).hexdigest())
    if is_new:
        for groups in asked:
            gate.restrictions.create().groups.set(groups)
    return int(gate.pk)


def renumber() -> Iterator[str]:
    """For `rynek recount`: every number is worked out anew; says which pages had a wrong one."""
    _add_missing("")
    for ids in _batches(PageGate.objects.order_by("pk").values_list("pk", flat=True)):
        before = dict(PageGate.objects.filter(pk__in=ids).values_list("pk", "number"))
        for pk, access in PageAccess.of_each(Page.objects.filter(pk__in=ids)).items():
            number = number_of(access)
            if before.get(pk) == number:
                continue
            PageGate.objects.filter(pk=pk).update(number=number)
            if before.get(pk) is not None:  # else it only waited
                yield f"page {pk} lay behind gate {before[pk]}, not {number}"
    used = PageGate.objects.exclude(number=None).values("number")
    Gate.objects.exclude(pk__in=used).delete()


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    known = list(ids)
    for start in range(0, len(known), AT_ONCE):
        yield known[start : start + AT_ONCE]


# What changes it -------------------------------------------------------------------------------


def connect() -> None:
    uid = "subjects.gates"
    for signal in (post_save, post_delete):
        signal.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid=uid)
    through = PageViewRestriction.groups.through
    m2m_changed.connect(groups_changed, sender=through, dispatch_uid=uid)
    post_page_move.connect(page_moved, dispatch_uid=uid)
    post_save.connect(page_made, dispatch_uid=uid)


def restriction_changed(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    close_below(instance.page.path)


def groups_changed(sender: Any, instance: Any, action: str, pk_set: Any, **kwargs: Any) -> None:
    """From the restriction's side, or from a group's."""
    if not action.startswith("post_"):
        return
    if isinstance(instance, Group):
        rows = PageViewRestriction.objects.filter(pk__in=pk_set) if pk_set else _all_restrictions()
        for row in rows.select_related("page"):
            close_below(row.page.path)
    else:
        close_below(instance.page.path)


def _all_restrictions() -> QuerySet[PageViewRestriction]:
    return PageViewRestriction.objects.filter(restriction_type=PageViewRestriction.GROUPS)


def page_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    close_below(instance.path)


def page_made(sender: Any, instance: Any, created: bool = False, **kwargs: Any) -> None:
    """A new page has its number at once. Three queries, and one more behind a gate."""
    if created and isinstance(instance, Page):
        number = number_of(PageAccess.of(instance))
        PageGate.objects.update_or_create(page_id=instance.pk, defaults={"number": number})
