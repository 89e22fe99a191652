"""Keeping the stored membership of audiences true, and asking it.

Rules compile to one SQL query (`Audience.people`). A rebuild is set arithmetic inside the
database, one statement an audience; a change to one person is one query over all audiences.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from ground.queues.queue import Queue
from social.people.models import Audience, AudienceMember, User
from social.people.models.user import UserQuerySet
from social.people.signals import memberships_changed, memberships_refreshed

WANTED = "wanted_audience_members"  # a temporary table of this connection

COMPOUND = 100  # SQLite allows 500 SELECTs in one compound; each may carry many parameters


def audience_ids(user: User | AnonymousUser) -> frozenset[int]:
    """The audiences that this person belongs to. One query, remembered on the person."""
    if not user.is_authenticated:
        return frozenset()
    known: frozenset[int] | None = getattr(user, "_audience_ids", None)
    if known is None:
        members = AudienceMember.objects.filter(person_id=user.pk)
        known = frozenset(members.values_list("audience_id", flat=True))
        user._audience_ids = known
    return known


def people_in(audiences: Iterable[Audience | int]) -> UserQuerySet:
    """Active people who belong to at least one of these audiences, each once."""
    members = AudienceMember.objects.filter(audience__in=list(audiences)).values("person_id")
    return User.objects.active().filter(pk__in=members)


def rebuild_each() -> int:
    """All audiences at once; when that fails, each by itself. Returns how many rows changed."""
    changed: list[int] = []

    def together(audiences: Sequence[Audience]) -> None:
        changed.append(rebuild(None if len(audiences) == len(everything) else audiences))

    everything = _all_with_rules()
    REBUILDING.together(everything, together)
    return sum(changed)


def _rebuild_again(key: str) -> None:
    if key.isdecimal():
        rebuild([audience for audience in _all_with_rules() if audience.pk == int(key)])


REBUILDING = Queue("audience", _("Who belongs to an audience"), again=_rebuild_again)


def rebuild(audiences: Iterable[Audience] | None = None) -> int:
    """Make the stored membership equal to the rules; returns how many rows changed.

    Idempotent. Call it for all after bulk loads, which send no signals.
    """
    chosen = list(audiences) if audiences is not None else _all_with_rules()
    # Nobody is loaded into Python. Each audience's rules become one query that writes its people
    # into a table of wanted rows; then two statements make the stored rows equal to it. So a
    # company of 50,000 costs a statement for each audience, and an unchanged row is not written.
    with transaction.atomic(), connection.cursor() as cursor:
        _empty_table_of_wanted(cursor)
        for audience in chosen:
            matching = audience.people().order_by().values_list(Value(audience.pk), "pk")
            _insert_from(WANTED, ["audience_id", "person_id"], matching)
        # What hangs on the rows follows in the same transaction: sizes as shown to editors, and
        # the groups by which Wagtail restricts pages. Nobody sees one without the others.
        changed = _make_equal(cursor, [audience.pk for audience in chosen])
        _count(chosen)
        _fill_groups([audience for audience in chosen if audience.group_id])
    ids = None if audiences is None else {audience.pk for audience in chosen}
    memberships_refreshed.send(sender=Audience, audience_ids=ids)
    return changed


def _all_with_rules() -> list[Audience]:
    related = ("departments", "locations", "levels", "languages", "groups", "people")
    return list(Audience.objects.prefetch_related("rules", *(f"rules__{name}" for name in related)))


def _empty_table_of_wanted(cursor: Any) -> None:
    # A table that is its own index halves the work on SQLite.
    options = " WITHOUT ROWID" if connection.vendor == "sqlite" else ""
    cursor.execute(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {WANTED} (audience_id bigint NOT NULL,"
        f" person_id bigint NOT NULL, PRIMARY KEY (audience_id, person_id)){options}"
    )
    cursor.execute(f"DELETE FROM {WANTED}")  # noqa: S608


def _make_equal(cursor: Any, audience_ids: list[int]) -> int:
    """Two set operations between the wanted rows and the stored ones of these audiences."""
    if not audience_ids:
        return 0
    members = connection.ops.quote_name(AudienceMember._meta.db_table)
    chosen = ", ".join(["%s"] * len(audience_ids))
    # Table names are our own; ids and moments are parameters.
    cursor.execute(
        f"DELETE FROM {members} WHERE audience_id IN ({chosen}) AND NOT EXISTS"  # noqa: S608
        f" (SELECT 1 FROM {WANTED} w WHERE w.audience_id = {members}.audience_id"
        f" AND w.person_id = {members}.person_id)",
        audience_ids,
    )
    removed = cursor.rowcount
    cursor.execute(
        f"INSERT INTO {members} (audience_id, person_id, since)"  # noqa: S608
        f" SELECT audience_id, person_id, %s FROM {WANTED} WHERE true ON CONFLICT DO NOTHING",
        [connection.ops.adapt_datetimefield_value(timezone.now())],
    )
    return int(removed + cursor.rowcount)


def _insert_from(table: str, columns: list[str], rows: QuerySet[Any, Any]) -> None:
    """INSERT … SELECT, which Django's ORM does not offer."""
    try:
        sql, params = rows.query.get_compiler("default").as_sql()
    except EmptyResultSet:
        return
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in columns)
    with connection.cursor() as cursor:
        # Table and column names come from our own code; values stay parameters.
        cursor.execute(f"INSERT INTO {quote(table)} ({names}) {sql}", params)


def _count(audiences: list[Audience]) -> None:
    sizes = dict(
        AudienceMember.objects.filter(audience__in=audiences)
        .values_list("audience_id")
        .annotate(size=Count("person_id"))
    )
    grown = []
    for audience in audiences:
        if audience.size != (size := sizes.get(audience.pk, 0)):
            audience.size = size
            grown.append(audience)
    Audience.objects.bulk_update(grown, ["size"], batch_size=200)


# One person -----------------------------------------------------------------------------------


def refresh_person(person: User) -> tuple[set[int], set[int]]:
    """Bring one person's memberships up to date; returns the ids joined and left."""
    with transaction.atomic():
        wanted = _matching_audiences(person)
        members = AudienceMember.objects.filter(person=person)
        known = set(members.values_list("audience_id", flat=True))
        joined, left = wanted - known, known - wanted
        if left:
            members.filter(audience_id__in=left).delete()
        AudienceMember.objects.bulk_create(
            [AudienceMember(audience_id=pk, person=person) for pk in joined], ignore_conflicts=True
        )
        if joined or left:
            changed = list(Audience.objects.filter(pk__in=joined | left))
            _count(changed)
            _fill_groups([audience for audience in changed if audience.group_id])
    person.__dict__.pop("_audience_ids", None)
    person.__dict__.pop("_closed_paths", None)
    if joined or left:
        memberships_changed.send(sender=Audience, person=person, joined=joined, left=left)
    return joined, left


def _matching_audiences(person: User) -> set[int]:
    questions = []
    for audience in _all_with_rules():
        people = audience.people().filter(pk=person.pk).order_by()
        questions.append(people.values_list(Value(audience.pk)))
    found: set[int] = set()
    for start in range(0, len(questions), COMPOUND):
        first, *others = questions[start : start + COMPOUND]
        rows = first.union(*others, all=True).order_by() if others else first
        found.update(pk for (pk,) in rows)
    return found


# Groups: what Wagtail's view restrictions know -------------------------------------------------


def group_of(audience: Audience) -> Group:
    """The group that holds this audience's people, for view restrictions; made when first asked."""
    with transaction.atomic():
        locked = Audience.objects.select_for_update().get(pk=audience.pk)
        if locked.group is None:
            locked.group = Group.objects.create(name=_free_name(audience))
            locked.save(update_fields=["group"])
            _fill_groups([locked])
    audience.group = locked.group
    return locked.group


def is_of_audience(group: Group) -> bool:
    """Whether its people are kept equal to an audience's: the key says so, never its name.

    No query for groups prefetched as `"groups__audience"`.
    """
    return hasattr(group, "audience")


def name_group(audience: Audience) -> None:
    """The audience's group is called like the audience, where administrators choose groups."""
    if audience.group_id is not None:
        Group.objects.filter(pk=audience.group_id).update(name=_free_name(audience))


def _free_name(audience: Audience) -> str:
    """For people to read: in the language of the house, as all data."""
    with override(settings.LANGUAGE_CODE):
        name = gettext("%(name)s (audience)") % {"name": audience.name}
    others = Group.objects.exclude(pk=audience.group_id) if audience.group_id else Group.objects
    return f"{name} {audience.pk}" if others.filter(name=name).exists() else name


def _fill_groups(audiences: list[Audience]) -> None:
    """Make each group's people equal to the audience's, in two statements for all of them."""
    belongs = User.groups.through
    # First out: those in a group who are no longer entitled to it. Then in: members who are not
    # there yet. Between the two statements a group has too few people, never too many.
    rows = belongs.objects.filter(group__in=[audience.group_id for audience in audiences])
    members = AudienceMember.objects
    entitled = members.filter(audience__group=OuterRef("group"), person=OuterRef("user"))
    rows.filter(~Exists(entitled)).delete()
    there = belongs.objects.filter(group=OuterRef("audience__group"), user=OuterRef("person"))
    _insert_from(
        belongs._meta.db_table,
        ["user_id", "group_id"],
        members.filter(~Exists(there), audience__in=audiences)
        .order_by()
        .values_list("person", "audience__group"),
    )
