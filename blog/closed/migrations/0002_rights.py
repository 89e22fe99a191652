"""Working on closed pages of others is a right of its own: administrators' groups get it.

Those are the groups that may change groups: they could let themselves in anywhere. Superusers have
every right.
"""

from django.db import migrations

NAME = "Can work on pages that are closed to them"


def give_right(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    content_type, _ = ContentType.objects.get_or_create(
        app_label="closed", model="carriedrestriction"
    )
    right, _ = Permission.objects.get_or_create(
        content_type=content_type, codename="work_on_closed_pages", defaults={"name": NAME}
    )
    for group in Group.objects.filter(permissions__codename="change_group").distinct():
        group.permissions.add(right)


class Migration(migrations.Migration):
    is_carried = True  # what this makes, an older database holds already
    dependencies = [
        ("closed", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give_right, migrations.RunPython.noop)]
