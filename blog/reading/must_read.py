"""What people must confirm reading: who is asked for what, by when, and who has."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from blog.pages.canonical import canonical_of, is_canonical
from blog.pages.models import ContentPage, PageUpdate
from blog.reading.models import Acknowledgement, MustRead, PageVersion
from social.activity.actions import record
from social.activity.models import Event, Verb
from social.people.audiences import audience_ids, people_in
from social.people.models import AudienceMember, User
from social.subjects.access import Person, readers, visible_pages
from social.subjects.pages import any_version_visible


@dataclass(frozen=True)
class Asked:
    """That a person is asked to confirm a version of a page by a day."""

    page: Page
    version: int
    due_on: date
    is_again: bool
    note: str = ""

    @property
    def is_overdue(self) -> bool:
        return self.due_on < timezone.localdate()


# Versions -------------------------------------------------------------------------------------


def current_version(page_id: str | int = "page_id") -> Coalesce:
    """For a query: the number of the version that counts now; `page_id` names the outer column."""
    versions = PageVersion.objects.filter(page_id=OuterRef(str(page_id))).order_by()
    latest = versions.values("page_id").annotate(latest=Max("number")).values("latest")
    return Coalesce(Subquery(latest), Value(1), output_field=IntegerField())


def version_of(page: Page) -> int:
    """The number of the version that counts now."""
    found = PageVersion.objects.filter(page_id=canonical_of(page).pk)
    return int(found.aggregate(latest=Max("number"))["latest"] or 1)


@transaction.atomic
def note_versions(page: ContentPage, revision: Revision | None) -> bool:
    """On publication: a version for each material change not counted yet. Idempotent.

    Returns whether somebody must confirm the page again.
    """
    if not is_canonical(page):
        return False
    known = PageVersion.objects.filter(page_id=page.pk)
    keys = set(known.values_list("update_key", flat=True))
    numbers = list(known.values_list("number", flat=True))
    number = max([1, *numbers])
    if not known.filter(number=1).exists() and page.must_reads.exists():
        PageVersion.objects.create(page_id=page.pk, number=1, revision=revision)
    changes = page.updates.filter(kind=PageUpdate.Kind.MATERIAL).order_by("date", "pk")
    for change in changes:
        if change.key in keys:
            continue
        number += 1
        PageVersion.objects.create(
            page_id=page.pk,
            number=number,
            update_key=change.key,
            note=change.note,
            revision=revision,
        )
    is_new = number > max([1, *numbers])
    return is_new and page.must_reads.exists()


def rows_asked_before(page_id: int) -> list[MustRead]:
    """Those must-reads of a page that stood in an earlier publication than its latest version's."""
    version = PageVersion.objects.filter(page_id=page_id).order_by("-number").first()
    published = PageLogEntry.objects.filter(page_id=page_id, action="wagtail.publish")
    if version is not None:
        published = published.exclude(revision_id=version.revision_id).filter(
            timestamp__lte=version.created_at
        )
    last = published.aggregate(last=Max("timestamp"))["last"]
    if last is None:
        return []
    rows = MustRead.objects.filter(page_id=page_id, asked_since__lte=last)
    return list(rows.select_related("page"))


def changed_at(page_id: int) -> datetime | None:
    """When the last material change was published, if there was one."""
    versions = PageVersion.objects.filter(page_id=page_id, number__gt=1).order_by("-number")
    return versions.values_list("created_at", flat=True).first()


# Whom is asked --------------------------------------------------------------------------------


def asked_of(user: Person) -> list[Asked]:
    """What this person must still confirm, the most urgent first. A constant number of queries."""
    ids = audience_ids(user)
    if not ids:
        return []
    rows = _unconfirmed(user, MustRead.objects.filter(audience_id__in=ids))
    due: dict[int, tuple[date, MustRead]] = {}
    for row in rows:
        day = row.due_for(row.member_since, row.changed_at)
        if row.page_id not in due or day < due[row.page_id][0]:
            due[row.page_id] = (day, row)
    pages = _in_language_of(user, [row.page for _day, row in due.values()])
    asked = [
        Asked(
            pages[row.page.translation_key],
            row.version,
            day,
            row.confirmed_before,
            row.change_note or "",
        )
        for day, row in due.values()
        if row.page.translation_key in pages
    ]
    return sorted(asked, key=lambda item: (item.due_on, item.page.title))


def _unconfirmed(user: Person, rows: QuerySet[MustRead]) -> QuerySet[Any]:
    mine = Acknowledgement.objects.filter(person_id=user.pk, page_id=OuterRef("page_id"))
    members = AudienceMember.objects.filter(audience_id=OuterRef("audience_id"), person_id=user.pk)
    changes = PageVersion.objects.filter(page_id=OuterRef("page_id"), number__gt=1)
    return (
        rows.filter(any_version_visible(user))
        .annotate(
            version=current_version(),
            changed_at=Subquery(changes.order_by("-number").values("created_at")[:1]),
            change_note=Subquery(changes.order_by("-number").values("note")[:1]),
            confirmed_before=Exists(mine),
            member_since=Subquery(members.values("since")[:1]),
        )
        .exclude(Exists(mine.filter(version__gte=OuterRef("version"))))
        .select_related("page")
    )


def _in_language_of(user: Person, pages: list[Any]) -> dict[Any, Page]:
    """Of each content the version in the reader's language, else another that may be seen."""
    if not pages:
        return {}
    keys = [page.translation_key for page in pages]
    wanted = getattr(user, "preferred_language", settings.LANGUAGE_CODE)
    versions = visible_pages(user).filter(translation_key__in=keys).select_related("locale")
    found: dict[Any, Page] = {}
    for version in versions.order_by("pk"):
        if version.translation_key not in found or version.locale.language_code == wanted:
            found[version.translation_key] = version
    return found


def asked_for(user: Person, page: Page) -> Asked | None:
    """What this person is asked to confirm on this page, if anything."""
    source = canonical_of(page)
    rows = MustRead.objects.filter(page_id=source.pk, audience_id__in=audience_ids(user))
    found = list(_unconfirmed(user, rows)) if audience_ids(user) else []
    if not found:
        return None
    due_on = min(row.due_for(row.member_since, row.changed_at) for row in found)
    first = found[0]
    return Asked(page, first.version, due_on, first.confirmed_before, first.change_note or "")


@transaction.atomic
def acknowledge(user: User, page: Page) -> Acknowledgement:
    """Write down that this person has read the version that counts now. Idempotent."""
    source = canonical_of(page)
    made, is_new = Acknowledgement.objects.get_or_create(
        page_id=source.pk,
        person=user,
        version=version_of(source),
        defaults={
            "person_name": user.full_name or user.email,
            "person_email": user.email,
            "language": page.locale.language_code,
        },
    )
    if is_new:
        record(user, Verb.ACKNOWLEDGED, source, data={"version": made.version})
    return made


# Evidence -------------------------------------------------------------------------------------


def may_see_evidence(user: User, page: Page) -> bool:
    """Those who may publish the page answer for its being read, and see who has."""
    return bool(page.permissions_for_user(user).can_publish())


def people_asked(page: Page) -> QuerySet[User]:
    """Everybody who must confirm the page, with the newest version that each has confirmed, and
    `confirmed_at` where that is the version that counts now."""
    source = canonical_of(page)
    rows = list(MustRead.objects.filter(page_id=source.pk))
    version = version_of(source)
    mine = Acknowledgement.objects.filter(page_id=source.pk, person_id=OuterRef("pk")).order_by(
        "-version"
    )
    return (
        people_in([row.audience_id for row in rows])
        .for_byline()
        .annotate(
            confirmed_version=Subquery(mine.values("version")[:1]),
            confirmed_at=Subquery(mine.filter(version__gte=version).values("created_at")[:1]),
        )
        .order_by(F("confirmed_at").asc(nulls_first=True), "sort_key")
    )


def progress(page: Page) -> tuple[int, int]:
    """How many of those asked have confirmed the version that counts now."""
    people = people_asked(page)
    confirmed: Any = people.exclude(Q(confirmed_at=None))
    return confirmed.count(), people.count()


def days_of(page: Page) -> dict[int, date]:
    """Person id → the day by which each of those asked must confirm. Three queries."""
    source = canonical_of(page)
    changed = changed_at(source.pk)
    days: dict[int, date] = {}
    for row in MustRead.objects.filter(page_id=source.pk):
        members = AudienceMember.objects.filter(audience_id=row.audience_id)
        for person, since in members.values_list("person_id", "since"):
            day = row.due_for(since, changed)
            days[person] = min(day, days.get(person, day))
    return days


def waiting_for(row: MustRead) -> dict[int, date]:
    """Person id → the day, of those who can see the page and have not confirmed what counts now."""
    changed = changed_at(row.page_id)
    confirmed = Acknowledgement.objects.filter(
        page_id=row.page_id, version__gte=version_of(row.page)
    )
    people = readers(row.page, people_in([row.audience_id]))
    people = people.exclude(pk__in=confirmed.exclude(person=None).values("person_id"))
    members = AudienceMember.objects.filter(
        audience_id=row.audience_id, person__in=people.order_by().values("pk")
    )
    return {
        person: row.due_for(since, changed)
        for person, since in members.values_list("person_id", "since")
    }


# Reminders ------------------------------------------------------------------------------------

MESSAGES = ("must-read", "must-read-again")


def reminder_day(due_on: date, today: date) -> date | None:
    """The last day until today on which a reminder was called for: a week before, a day before,
    and every week after."""
    left = (due_on - today).days
    if left > 7:
        return None
    if left > 1:
        return due_on - timedelta(days=7)
    if left > -7:
        return due_on - timedelta(days=1)
    return due_on + timedelta(weeks=-left // 7)


def rows_to_remind() -> QuerySet[MustRead]:
    rows = MustRead.objects.filter(page__live=True).select_related("page")
    return rows.order_by("page_id", "pk")


def due_days(row: MustRead, today: date) -> dict[int, date]:
    """Person id → the day by which they must confirm, of those whom to remind today.

    A reminder that was missed, because nothing ran on its day, is made up for; one that was
    called for before the page was, is not.
    """
    asked_on = timezone.localdate(row.asked_since)
    told = _last_told(row.page_id)
    people = {}
    for person, due_on in waiting_for(row).items():
        day = reminder_day(due_on, today)
        if day and day >= asked_on and (person not in told or told[person] < day):
            people[person] = due_on
    return people


def due_reminders(today: date) -> list[tuple[MustRead, dict[int, date]]]:
    """Whom to remind of what, with the day of each."""
    found = ((row, due_days(row, today)) for row in rows_to_remind())
    return [(row, days) for row, days in found if days]


def _last_told(page_id: int) -> dict[int | None, date]:
    """Person id → the day on which they last heard that this page must be read."""
    events = Event.objects.filter(verb=Verb.TOLD, page_id=page_id, data__message__in=MESSAGES)
    return dict(events.order_by().values_list("target_id").annotate(last=Max("day")))
