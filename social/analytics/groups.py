"""The tables in which people are counted: departments (small ones merged), bands of levels and
sites; in large houses the single departments as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from social.analytics import house
from social.analytics.models import Grouping
from social.analytics.shares import Design, Roster
from social.analytics.suppression import LEGAL_PEOPLE
from social.people.models import Department, Level, Location, User

DEPARTMENT, BAND, SITE, UNIT = "department", "level", "site", "unit"
MERGED, NONE = "merged", ""
UNITS_FROM = 500  # people: in smaller houses single departments are too small to be told
BANDS = 3
_STEP = Department.steplen


def design_for(people: int, *, is_sensitive: bool = False) -> Design:
    """Which tables a release about so many people has."""
    tables: tuple[str, ...] = (SITE, BAND, DEPARTMENT)
    if people < UNITS_FROM:
        return Design(tables, is_sensitive=is_sensitive)
    return Design((*tables, UNIT), {UNIT: DEPARTMENT}, is_sensitive)


def roster_of(people: QuerySet[User]) -> Roster:
    """These people with their groups as of now. Few queries, whatever their number."""
    departments, bands = grouping(DEPARTMENT), grouping(BAND)
    columns = ("pk", "department_id", "level_id", "location_id")
    rows = list(people.order_by("pk").values_list(*columns))
    return Roster(
        tuple(row[0] for row in rows),
        {
            SITE: tuple(f"{SITE}:{row[3]}" if row[3] else NONE for row in rows),
            BAND: tuple(bands.get(row[2], NONE) for row in rows),
            DEPARTMENT: tuple(departments.get(row[1], MERGED) for row in rows),
            UNIT: tuple(f"{UNIT}:{row[1]}" if row[1] else MERGED for row in rows),
        },
    )


def grouping(table: str) -> dict[int, str]:
    """Source id → group, settled first for whatever is new."""
    known = dict(Grouping.objects.filter(table=table).values_list("source", "group"))
    new = _new_of(table, known)
    if new:
        rows = [Grouping(table=table, source=pk, group=group) for pk, group in new.items()]
        with transaction.atomic():
            Grouping.objects.bulk_create(rows, ignore_conflicts=True)
        known = dict(Grouping.objects.filter(table=table).values_list("source", "group"))
    return known


def _new_of(table: str, known: dict[int, str]) -> dict[int, str]:
    model = Department if table == DEPARTMENT else Level
    if not model.objects.exclude(pk__in=known).exists():
        return {}
    settle = _departments if table == DEPARTMENT else _bands
    return {pk: group for pk, group in settle(known).items() if pk not in known}


def _departments(known: dict[int, str]) -> dict[int, str]:
    """Departments at the depth that is compared; those of fewer than ten people are merged, with
    as many others as it takes to be ten. What comes later joins its parent, else the merged."""
    tops = _tops()
    if known:
        return {pk: known.get(top, MERGED) for pk, top in tops.items()}
    sizes: Counter[int | None] = Counter(dict.fromkeys(tops.values(), 0))
    counts = User.objects.active().order_by().values_list("department").annotate(n=Count("pk"))
    for department, number in counts:
        sizes[tops.get(department)] += number
    homeless = sizes.pop(None, 0)
    small = {pk for pk, size in sizes.items() if size < LEGAL_PEOPLE}
    merged = sum(sizes[pk] for pk in small) + homeless
    for pk in sorted(sizes.keys() - small, key=lambda pk: (sizes[pk], pk)):
        if not merged or merged >= LEGAL_PEOPLE:
            break
        small.add(pk)
        merged += sizes[pk]
    return {pk: MERGED if top in small else f"{DEPARTMENT}:{top}" for pk, top in tops.items()}


def _tops() -> dict[int, int]:
    """Department id → its ancestor at the depth that is compared, or itself."""
    rows = list(Department.objects.values_list("pk", "path", "depth"))
    chosen = house.depth()
    depths = Counter(depth for _pk, _path, depth in rows)
    several = [depth for depth in sorted(depths) if depths[depth] > 1]
    depth = chosen or (several[0] if several else 1)
    by_path = {path: pk for pk, path, _depth in rows}
    return {pk: by_path.get(path[: depth * _STEP], pk) for pk, path, _depth in rows}


def _bands(known: dict[int, str]) -> dict[int, str]:
    """About three bands of neighbouring levels, none of fewer than ten people."""
    levels = list(Level.objects.order_by("rank").values_list("pk", flat=True))
    if known:
        return _beside(levels, known)
    counted = User.objects.active().order_by().values_list("level").annotate(n=Count("pk"))
    counts = dict(counted)
    share = sum(counts.get(pk, 0) for pk in levels) / BANDS
    bands: list[list[int]] = []
    for pk in levels:
        last = sum(counts.get(one, 0) for one in bands[-1]) if bands else 0
        full = last >= max(LEGAL_PEOPLE, share * 0.6) and len(bands) < BANDS
        if not bands or full:
            bands.append([])
        bands[-1].append(pk)
    if len(bands) > 1 and sum(counts.get(pk, 0) for pk in bands[-1]) < LEGAL_PEOPLE:
        last_band = bands.pop()
        bands[-1] += last_band
    return {pk: f"{BAND}:{band[0]}" for band in bands for pk in band}


def _beside(levels: list[int], known: dict[int, str]) -> dict[int, str]:
    """A level that came later belongs to the band of the level below it, else above."""
    found, last = {}, next(iter(known.values()), NONE)
    for pk in levels:
        last = known.get(pk, last)
        found[pk] = last
    return found


# Words ----------------------------------------------------------------------------------------


def names_of(groups: Iterable[str]) -> dict[str, str]:
    """What people read for groups. Four queries."""
    wanted = set(groups)
    departments = dict(Department.objects.values_list("pk", "name"))
    sites = dict(Location.objects.values_list("pk", "name"))
    names = {NONE: _("none given"), MERGED: house.merged_name() or _("Other departments")}
    names |= {
        f"{kind}:{pk}": name for kind in (DEPARTMENT, UNIT) for pk, name in departments.items()
    }
    names |= {f"{SITE}:{pk}": name for pk, name in sites.items()}
    names |= _names_of_bands()
    return {group: names.get(group, group) for group in wanted}


def _names_of_bands() -> dict[str, str]:
    known = dict(Grouping.objects.filter(table=BAND).values_list("source", "group"))
    members: dict[str, list[str]] = {}
    for pk, name in Level.objects.order_by("rank").values_list("pk", "name"):
        members.setdefault(known.get(pk, NONE), []).append(name)
    return {
        group: names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"
        for group, names in members.items()
        if group
    }
