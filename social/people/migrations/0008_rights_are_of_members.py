"""Own rights hang on a model of which no log is kept: whoever has one on people sees their log."""

from django.db import migrations

RIGHTS = (
    ("manage_community", "Manages the community: its room, hints and reports; helps newcomers"),
    ("belong_to_board", "Belongs to the board: reads its reports"),
    ("welcome_newcomers", "Everybody new belongs to this group"),
)


def move_to(model):
    def move(apps, schema_editor):
        ContentType = apps.get_model("contenttypes", "ContentType")
        Permission = apps.get_model("auth", "Permission")
        content_type, _ = ContentType.objects.get_or_create(app_label="people", model=model)
        names = [codename for codename, _name in RIGHTS]
        own = Permission.objects.filter(content_type__app_label="people", codename__in=names)
        own.update(content_type=content_type)

    return move


class Migration(migrations.Migration):
    dependencies = [("people", "0007_languages_are_a_setting")]

    operations = [
        migrations.AlterModelOptions(
            name="user",
            options={
                "ordering": ["sort_key", "pk"],
                "verbose_name": "person",
                "verbose_name_plural": "people",
            },
        ),
        migrations.AlterModelOptions(
            name="audiencemember",
            options={
                "permissions": RIGHTS,
                "verbose_name": "member of an audience",
                "verbose_name_plural": "members of audiences",
            },
        ),
        migrations.RunPython(move_to("audiencemember"), move_to("user")),
    ]
