from django.db import migrations

LEAST_PEOPLE, LEAST_READERS, HIDDEN_ATLEAST = 10, 5, 2


def tell_what_was_kept(apps, schema_editor):
    """What was kept of older pages is told in coarse shares; the exact numbers go."""
    Release = apps.get_model("analytics", "Release")
    for row in apps.get_model("blog", "ReachSnapshot").objects.select_related("page").iterator():
        whole = cell("", "firm", row.people, row.readers)
        cells = [whole]
        if "kind" in whole:
            cells += table("department", row.departments, row.people, row.readers)
            cells += table("level", row.levels, row.people, row.readers)
        Release.objects.get_or_create(
            event=f"reach:{row.page.translation_key}",
            period="month",
            number=1,
            defaults={"cells": cells, "created_at": row.taken_at},
        )


def table(name, rows, people, readers):
    """Shares of groups, and as many hidden as it takes that none follows from the others."""
    shown = [r for r in rows if r[1] and r[1] >= LEAST_PEOPLE and r[2] >= LEAST_READERS]
    shown.sort(key=lambda row: (row[1], row[0]))
    hidden = [row for row in rows if row not in shown]

    def is_open():
        left = people - sum(r[1] for r in shown)
        unread = readers - sum(r[2] for r in shown)
        return len(hidden) >= HIDDEN_ATLEAST and left >= LEAST_PEOPLE and unread >= LEAST_READERS

    while hidden and shown and not is_open():
        hidden.append(shown.pop(0))
    told = [cell(name, r[0], r[1], r[2]) for r in shown]
    return told + [{"table": name, "group": r[0]} for r in hidden]


def cell(name, group, people, readers):
    found = {"table": name, "group": group}
    if people < LEAST_PEOPLE or readers < LEAST_READERS:
        return found
    end = 20 if people < 20 else 10
    if readers * 100 < end * people:
        return {**found, "kind": "under", "percent": end}
    if readers * 100 > (100 - end) * people:
        return {**found, "kind": "over", "percent": 100 - end}
    return {**found, "kind": "about", "percent": 5 * ((200 * readers + 5 * people) // (10 * people))}


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0001_initial"),
        ("analytics", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(tell_what_was_kept, migrations.RunPython.noop),
        migrations.DeleteModel("ReachSnapshot"),
    ]
