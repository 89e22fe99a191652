"""The groups that Rynek knows by name."""

from django.db import migrations

NAMES = ("Employees", "Editors", "Community managers", "Board")


def create(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in NAMES:
        Group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    is_carried = True  # what this makes, an older database holds already
    dependencies = [("people", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
