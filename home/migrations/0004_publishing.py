"""The event section in both languages, and rights over what editors publish with."""

import uuid

from django.db import migrations
from django.utils import timezone

from social.people.grants import grant

SECTIONS = {
    "pl": ("Wydarzenia", "wydarzenia", "Spotkania, szkolenia i święta: kiedy, gdzie i kto będzie."),
    "en": ("Events", "events", "Meetings, trainings and parties: when, where and who comes."),
}


def add_event_sections(apps, schema_editor):
    HomePage = apps.get_model("home", "HomePage")
    Page = apps.get_model("wagtailcore", "Page")
    EventIndexPage = apps.get_model("blog", "EventIndexPage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    if EventIndexPage.objects.exists():
        return
    content_type, _ = ContentType.objects.get_or_create(app_label="blog", model="eventindexpage")
    key = uuid.uuid4()
    now = timezone.now()
    for home in HomePage.objects.filter(depth=2).select_related("locale"):
        if home.locale.language_code not in SECTIONS:
            continue
        title, slug, introduction = SECTIONS[home.locale.language_code]
        last = Page.objects.filter(depth=3, path__startswith=home.path).order_by("path").last()
        number = int(last.path[-4:], 36) + 1 if last else 1
        EventIndexPage.objects.create(
            path=home.path + _base36(number),
            depth=3,
            numchild=0,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{home.url_path}{slug}/",
            live=True,
            show_in_menus=True,
            first_published_at=now,
            last_published_at=now,
            content_type=content_type,
            locale=home.locale,
            translation_key=key,
            introduction=introduction,
        )
        Page.objects.filter(pk=home.pk).update(numchild=home.numchild + 1)


def _base36(number):
    """A step of a treebeard path: four digits of base 36."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return digits.rjust(4, "0")


def every(*models, actions=("add", "change", "delete", "view")):
    return [
        f"{app}.{action}_{name}"
        for app, name in (model.split(".") for model in models)
        for action in actions
    ]


EDITORS = [
    *every("people.audience", actions=("add", "change", "view")),
    *every("blog.campaign", "blog.poll", "blog.newsletter"),
    *every("blog.alertbanner", actions=("add", "change", "view")),
]
MANAGERS = [
    *EDITORS,
    *every("people.audience", "blog.alertbanner", actions=("delete",)),
    *every("people.department", "people.location", actions=("add", "change", "view")),
]


def give_rights(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    grant(apps, "Editors", EDITORS)
    grant(apps, "Community managers", MANAGERS)
    content_type, _ = ContentType.objects.get_or_create(
        app_label="simple_translation", model="simpletranslation"
    )
    translate, _ = Permission.objects.get_or_create(
        content_type=content_type,
        codename="submit_translation",
        defaults={"name": "Can submit translations"},
    )
    for group in Group.objects.filter(name__in=["Editors", "Community managers"]):
        group.permissions.add(translate)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_rights"),
        ("blog", "0003_publishing"),
        ("people", "0003_audiences"),
        ("simple_translation", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(add_event_sections, migrations.RunPython.noop),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
