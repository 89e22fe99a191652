from django.db import migrations

SHARES = [
    *(("A1", ""), ("A3", ""), ("B1", ""), ("B2", ""), ("B3", ""), ("B5", ""), ("C2", ""), ("C3", "")),
    *(("C4", ""), ("C5", ""), ("C6", ""), ("C8", ""), ("A5", "opened"), ("B1", "year"), ("B3", "two")),
    *(("B5", "up"), ("B5", "down"), ("C4", "readers"), ("C4", "top"), ("C5", "cohort")),
    *(("C7", "response"), ("C8", "members")),
]


def take_steps(apps, schema_editor):
    """Shares of months that were counted before are stored as they are published from now on."""
    cells = apps.get_model("community", "MetricCell").objects.filter(suppressed=False)
    cells = cells.filter(value__isnull=False)
    chosen = [cells.filter(metric=metric, part=part) for metric, part in SHARES]
    for rows in [*chosen, cells.filter(metric="P")]:
        for row in rows.iterator():
            row.value, row.low, row.high = step(row.value, row.n or 0), None, None
            row.n, row.contributors = None, None
            row.save()


def step(value, people):
    exact, end = 100 * value, 20 if people < 20 else 10
    if exact < end:
        return 0.08 if end == 20 else 0.05
    if exact > 100 - end:
        return 0.92 if end == 20 else 0.95
    return 5 * int(exact / 5 + 0.5) / 100


class Migration(migrations.Migration):
    dependencies = [("community", "0002_numbers_of_groups")]

    operations = [migrations.RunPython(take_steps, migrations.RunPython.noop)]
