"""What hung on the names of groups is permissions, given to the groups that have these names now.

A group that holds Rynek's other rights of a community manager gets this one too, though it has been
renamed meanwhile: renaming it took the room away from its people.
"""

from django.db import migrations
from django.db.models import Q

RIGHTS = (
    ("manage_community", "Manages the community: its room, hints and reports; helps newcomers"),
    ("belong_to_board", "Belongs to the board: reads its reports"),
    ("welcome_newcomers", "Everybody new belongs to this group"),
)
HOLDERS = {
    "manage_community": Q(name="Community managers") | Q(permissions__codename="moderate_comment"),
    "belong_to_board": Q(name="Board"),
    "welcome_newcomers": Q(name="Employees"),
}


def give_rights(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    content_type, _ = ContentType.objects.get_or_create(app_label="people", model="user")
    for codename, name in RIGHTS:
        right, _ = Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        for group in Group.objects.filter(HOLDERS[codename]).distinct():
            group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_groups_of_audiences"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="user",
            options={
                "ordering": ["sort_key", "pk"],
                "permissions": RIGHTS,
                "verbose_name": "person",
                "verbose_name_plural": "people",
            },
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
