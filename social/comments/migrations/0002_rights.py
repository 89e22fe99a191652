"""Community managers moderate; editors of settings are community managers too."""

from django.conf import settings
from django.db import migrations

from social.people.grants import grant

RIGHTS = (
    "comments.moderate_comment",
    "comments.view_comment",
    "comments.change_conversationsettings",
    "comments.view_conversationsettings",
)


def give_rights(apps, schema_editor):
    grant(apps, "Community managers", RIGHTS)


class Migration(migrations.Migration):
    is_carried = True  # what this makes, an older database holds already
    dependencies = [("comments", "0001_initial"), ("people", "0002_groups")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
