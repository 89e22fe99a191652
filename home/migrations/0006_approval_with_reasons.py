"""Wagtail's approvals by groups become ones that ask for a reason when they send a page back.

Each keeps its key, and with it its place in workflows and everything under way.
"""

from django.conf import settings
from django.db import migrations

NAMES = {"pl": "Zatwierdzenie przez redakcję"}  # names are data: in the language of the house
OLD_NAME = "Approval by editors"
FROM, TO = ("wagtailcore", "groupapprovaltask"), ("blog", "approvaltask")


def convert(apps, source, target):
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _ = ContentType.objects.get_or_create(app_label=target[0], model=target[1])
    Task = apps.get_model("wagtailcore", "Task")
    for old in apps.get_model(*source).objects.all():
        new = apps.get_model(*target)(task_ptr_id=old.pk)
        new.save_base(raw=True)  # only the row of the new kind: the task itself is there
        new.groups.set(old.groups.all())
        old.groups.clear()
        old.delete(keep_parents=True)
        Task.objects.filter(pk=new.pk).update(content_type=content_type)


def ask_for_reasons(apps, schema_editor):
    convert(apps, FROM, TO)


def name_in_the_language_of_the_house(apps, schema_editor):
    name = NAMES.get(settings.LANGUAGE_CODE)
    for model in ("Workflow", "Task") if name else ():
        apps.get_model("wagtailcore", model).objects.filter(name=OLD_NAME).update(name=name)


def ask_no_more(apps, schema_editor):
    convert(apps, TO, FROM)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_search_rights"),
        ("blog", "0009_approval_with_reasons"),
    ]

    operations = [
        migrations.RunPython(ask_for_reasons, ask_no_more),
        migrations.RunPython(name_in_the_language_of_the_house, migrations.RunPython.noop),
    ]
